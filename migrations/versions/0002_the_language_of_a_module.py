"""The language of a module"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('modules', sa.Column('language', sa.String(length=35), server_default='en', nullable=False))


def downgrade() -> None:
    op.drop_column('modules', 'language')

"""Progress knows the edition it was computed with"""

import sqlalchemy as sa
from alembic import op

revision = '5a1c0de2f7b4'
down_revision = 'df7943883741'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('progress') as batch_op:
        batch_op.add_column(sa.Column('fingerprint', sa.String(length=64), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('progress') as batch_op:
        batch_op.drop_column('fingerprint')

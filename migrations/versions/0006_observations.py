"""Ride-alongs"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('lessons', sa.Column('observations', sa.JSON(), server_default='[]', nullable=False))
    op.add_column('editions', sa.Column('observations', sa.JSON(), server_default='[]', nullable=False))
    op.create_table('observations',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('sheet_key', sa.String(length=80), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('countersigned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), server_default='', nullable=False),
    sa.Column('root_id', sa.String(length=36), nullable=False),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_observations_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lesson_id'], ['lessons.id'], name=op.f('fk_observations_lesson_id_lessons')),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_observations_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_observations'))
    )
    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_observations_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_observations_rep_id_at'), ['rep_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_observations_root_id'), ['root_id'], unique=False)


def downgrade() -> None:
    op.drop_table('observations')
    op.drop_column('editions', 'observations')
    op.drop_column('lessons', 'observations')

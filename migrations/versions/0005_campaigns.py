"""Campaigns with a team wall"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('campaigns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('form_id', sa.String(length=36), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('exercise_key', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('limits', sa.Text(), nullable=False),
    sa.Column('limit_per_rep', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('goal', sa.Integer(), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('to_keep', sa.Text(), nullable=False),
    sa.Column('to_change', sa.Text(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_campaigns_assignment_id_assignments'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lesson_id'], ['lessons.id'], name=op.f('fk_campaigns_lesson_id_lessons')),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_campaigns_made_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_campaigns_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns')),
    sa.UniqueConstraint('form_id', name=op.f('uq_campaigns_form_id'))
    )
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaigns_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaigns_made_by_id'), ['made_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaigns_team_id'), ['team_id'], unique=False)
        batch_op.create_index('uq_campaigns_open', ['team_id', 'lesson_id', 'exercise_key'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('reactions',
    sa.Column('root_id', sa.String(length=36), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_reactions_by_id_users'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['root_id'], ['entries.id'], name=op.f('fk_reactions_root_id_entries'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('root_id', 'by_id', 'kind', name=op.f('pk_reactions'))
    )
    with op.batch_alter_table('reactions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reactions_by_id'), ['by_id'], unique=False)

    op.create_index('ix_entries_corrections', 'entries', ['root_id'], unique=False, sqlite_where=sa.text('id != root_id'), postgresql_where=sa.text('id != root_id'))


def downgrade() -> None:
    op.drop_index('ix_entries_corrections', 'entries')
    op.drop_table('reactions')
    op.drop_table('campaigns')

"""Replies, sign-offs, notes, nudges and raised hands"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

OPEN = sa.text('answered_at IS NULL AND taken_down_at IS NULL')


def upgrade() -> None:
    op.create_table('help_requests',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('exercise_key', sa.String(length=80), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_down_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['users.id'], name=op.f('fk_help_requests_answered_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lesson_id'], ['lessons.id'], name=op.f('fk_help_requests_lesson_id_lessons')),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_help_requests_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help_requests'))
    )
    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_requests_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_requests_rep_id_at'), ['rep_id', 'at'], unique=False)
        batch_op.create_index('uq_help_requests_open', ['rep_id', 'lesson_id', 'exercise_key'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)

    op.create_table('sign_offs',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('root_id', sa.String(length=36), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.String(length=36), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('result', sa.String(length=10), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_sign_offs_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_sign_offs_rep_id_users'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id'], ['entries.id'], name=op.f('fk_sign_offs_version_id_entries'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_offs'))
    )
    with op.batch_alter_table('sign_offs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_offs_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_offs_rep_id_seen_at'), ['rep_id', 'seen_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_offs_root_id'), ['root_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_offs_version_id'), ['version_id'], unique=False)

    op.create_table('replies',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=10), nullable=False),
    sa.Column('subject_id', sa.String(length=36), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_replies_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_replies_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replies'))
    )
    with op.batch_alter_table('replies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_replies_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_replies_rep_id_seen_at'), ['rep_id', 'seen_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_replies_subject_id'), ['subject_id'], unique=False)

    op.create_table('notes',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('manager_id', sa.Integer(), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['manager_id'], ['users.id'], name=op.f('fk_notes_manager_id_users'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_notes_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notes'))
    )
    with op.batch_alter_table('notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notes_manager_id_rep_id'), ['manager_id', 'rep_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notes_rep_id'), ['rep_id'], unique=False)

    op.create_table('nudges',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_nudges_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_nudges_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nudges'))
    )
    with op.batch_alter_table('nudges', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nudges_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_nudges_rep_id_at'), ['rep_id', 'at'], unique=False)


def downgrade() -> None:
    for name in ('nudges', 'notes', 'replies', 'sign_offs', 'help_requests'):
        op.drop_table(name)

"""What is asked of whom by when, and where teams stand"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('assignments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('form_id', sa.String(length=36), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('rule', sa.String(length=10), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('days', sa.Integer(), nullable=True),
    sa.Column('every_months', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_assignments_made_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_assignments_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignments')),
    sa.UniqueConstraint('form_id', name=op.f('uq_assignments_form_id'))
    )
    with op.batch_alter_table('assignments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignments_team_id'), ['team_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignments_made_by_id'), ['made_by_id'], unique=False)

    op.create_table('assignment_subjects',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=6), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_assignment_subjects_assignment_id_assignments'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assignment_id', 'about', 'about_id', name=op.f('pk_assignment_subjects'))
    )
    op.create_table('assignment_people',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_assignment_people_assignment_id_assignments'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_assignment_people_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assignment_id', 'user_id', name=op.f('pk_assignment_people'))
    )
    with op.batch_alter_table('assignment_people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_people_user_id'), ['user_id'], unique=False)

    op.create_table('assignment_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('form_id', sa.String(length=36), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(length=16), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_assignment_changes_assignment_id_assignments'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_assignment_changes_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_assignment_changes_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment_changes')),
    sa.UniqueConstraint('form_id', 'rep_id', name=op.f('uq_assignment_changes_form_id_rep_id'))
    )
    with op.batch_alter_table('assignment_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_changes_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_changes_rep_id'), ['rep_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_changes_by_id'), ['by_id'], unique=False)

    op.create_table('dues',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=6), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('rule_due_on', sa.Date(), nullable=False),
    sa.Column('extended_to', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('counts_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_why', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_dues_assignment_id_assignments'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_dues_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dues')),
    sa.UniqueConstraint('assignment_id', 'rep_id', 'about', 'about_id', 'round', name=op.f('uq_dues_assignment_id_rep_id_about_about_id_round'))
    )
    with op.batch_alter_table('dues', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dues_rep_id'), ['rep_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dues_opens_on'), ['opens_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_dues_ends_on'), ['ends_on'], unique=False)

    op.create_table('chosen_modules',
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_chosen_modules_rep_id_users'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['module_id'], ['modules.id'], name=op.f('fk_chosen_modules_module_id_modules')),
    sa.PrimaryKeyConstraint('rep_id', 'module_id', name=op.f('pk_chosen_modules'))
    )
    op.create_table('seen_changes',
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_seen_changes_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('rep_id', name=op.f('pk_seen_changes'))
    )
    op.add_column('progress', sa.Column('last_read_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('progress', sa.Column('last_passed_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE progress SET last_read_at = read_at, last_passed_at = passed_at')
    op.create_table('module_progress',
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.Column('begun', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=11), nullable=False),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_module_progress_rep_id_users'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['module_id'], ['modules.id'], name=op.f('fk_module_progress_module_id_modules')),
    sa.PrimaryKeyConstraint('rep_id', 'module_id', name=op.f('pk_module_progress'))
    )
    op.create_table('pulses',
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('begun', sa.Integer(), nullable=False),
    sa.Column('next_due', sa.Date(), nullable=True),
    sa.Column('stuck', sa.Integer(), nullable=False),
    sa.Column('misjudged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waiting', sa.Integer(), nullable=False),
    sa.Column('hands', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_pulses_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('rep_id', name=op.f('pk_pulses'))
    )
    op.create_table('reps_below',
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_reps_below_team_id_teams'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rep_id'], ['users.id'], name=op.f('fk_reps_below_rep_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('team_id', 'rep_id', name=op.f('pk_reps_below')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('reps_below', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reps_below_rep_id'), ['rep_id'], unique=False)

    op.create_table('team_standings',
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.Column('begun', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_team_standings_team_id_teams'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['module_id'], ['modules.id'], name=op.f('fk_team_standings_module_id_modules')),
    sa.PrimaryKeyConstraint('team_id', 'module_id', name=op.f('pk_team_standings'))
    )


def downgrade() -> None:
    for table in ('team_standings', 'reps_below', 'pulses', 'module_progress'):
        op.drop_table(table)
    with op.batch_alter_table('progress', schema=None) as batch_op:
        batch_op.drop_column('last_passed_at')
        batch_op.drop_column('last_read_at')
    for table in ('seen_changes', 'chosen_modules', 'dues', 'assignment_changes', 'assignment_people', 'assignment_subjects', 'assignments'):
        op.drop_table(table)

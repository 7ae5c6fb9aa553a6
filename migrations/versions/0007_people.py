"""Start dates, uploads and erased people"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('users', sa.Column('starts_on', sa.Date(), nullable=True))
    op.add_column('users', sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_users_name_id', 'users', ['name', 'id'], unique=False)

    # Names were unique below a team only; at the top a NULL made every name a new one.
    op.execute(
        "UPDATE teams SET name = substr(name, 1, 60) || ' (' || id || ')' WHERE parent_id IS NULL"
        " AND id NOT IN (SELECT min(id) FROM teams WHERE parent_id IS NULL GROUP BY name)"
    )
    op.create_index('uq_teams_name_at_the_top', 'teams', ['name'], unique=True, sqlite_where=sa.text('parent_id IS NULL'), postgresql_where=sa.text('parent_id IS NULL'))

    # Nothing points at the audit, so SQLite may copy it to a new table.
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key('fk_audit_about_id_users', 'users', ['about_id'], ['id'], ondelete='SET NULL')
        batch_op.drop_index('ix_audit_at')
        batch_op.drop_index('ix_audit_by_id')
        batch_op.create_index('ix_audit_at_id', ['at', 'id'], unique=False)
        batch_op.create_index('ix_audit_by_id_at_id', ['by_id', 'at', 'id'], unique=False)
        batch_op.create_index('ix_audit_about_id_at_id', ['about_id', 'at', 'id'], unique=False)
        batch_op.create_index('ix_audit_what_at_id', ['what', 'at', 'id'], unique=False)

    op.create_table('uploads',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('rows', sa.LargeBinary(), nullable=True),
    sa.Column('others_left', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('leaving', sa.Text(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_uploads_by_id_users'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uploads'))
    )
    op.create_index(op.f('ix_uploads_at'), 'uploads', ['at'], unique=False)
    op.create_index(op.f('ix_uploads_by_id'), 'uploads', ['by_id'], unique=False)


def downgrade() -> None:
    op.drop_table('uploads')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_what_at_id')
        batch_op.drop_index('ix_audit_about_id_at_id')
        batch_op.drop_index('ix_audit_by_id_at_id')
        batch_op.drop_index('ix_audit_at_id')
        batch_op.create_index('ix_audit_by_id', ['by_id'], unique=False)
        batch_op.create_index('ix_audit_at', ['at'], unique=False)
        batch_op.drop_constraint('fk_audit_about_id_users', type_='foreignkey')
        batch_op.drop_column('about_id')

    op.drop_index('uq_teams_name_at_the_top', 'teams')
    op.drop_index('ix_users_name_id', 'users')
    op.drop_column('users', 'erased_at')
    op.drop_column('users', 'starts_on')

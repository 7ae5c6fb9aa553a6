"""The page we compare with: plain Flask and Jinja, about 15 KB, two ORM queries, nothing else."""

import os

from flask import Flask, abort, render_template
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import String, Text, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PARAGRAPH = "A customer who is never called is a customer who is being called by someone else. " * 4
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ article.title }}</title></head>
<body><header><p>{{ reader.name }}</p><nav>{% for word in words %}<a href="/{{ word }}">{{ word }}</a> {% endfor %}</nav></header>
<main><h1>{{ article.title }}</h1>{% for paragraph in article.body.split("\n") %}<p>{{ paragraph }}</p>
{% endfor %}</main></body></html>"""


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Reader(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "readers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class Article(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "articles"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)


def create_app() -> Flask:
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": PAGE})
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['PLAIN_DATABASE']}"
    db.init_app(app)
    with app.app_context():
        db.create_all()
        if db.session.scalar(select(Reader.id).limit(1)) is None:
            db.session.add(Reader(name="Rosa Lind"))
            db.session.add(Article(title="A plain page", body="\n".join([PARAGRAPH] * 44)))
            db.session.commit()

    @app.get("/articles/<int:article_id>")
    def article(article_id: int) -> str:
        reader = db.session.get(Reader, 1)
        found = db.session.get(Article, article_id)
        if found is None:
            abort(404)
        return render_template("page.html", reader=reader, article=found, words=["today", "library", "field", "me"])

    return app

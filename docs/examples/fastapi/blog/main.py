"""A blog: posts with authors, and details that may be looked for."""
from typing import Annotated, Any

from fastapi import Depends, FastAPI, status
from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from .database import session
from .models import Blog, User

app = FastAPI(title="Blog")
Database = Annotated[Session, Depends(session)]


class NewBlog(BaseModel):
    author: str
    title: str
    body: str = ""
    details: dict[str, Any] = {}


def _shown(blog: Blog) -> dict[str, Any]:
    return {"id": blog.id, "author": blog.author.name, "title": blog.title, "details": blog.details}


@app.get("/health")
def health(database: Database) -> dict[str, str]:
    database.execute(text("SELECT 1"))
    return {"status": "ok"}


@app.get("/blogs")
def blogs(database: Database, tag: str | None = None) -> list[dict[str, Any]]:
    query = select(Blog).order_by(Blog.id)
    if tag is not None:
        query = query.where(Blog.details.contains({"tags": [tag]}))  # by the GIN index
    return [_shown(blog) for blog in database.scalars(query)]


@app.post("/blogs", status_code=status.HTTP_201_CREATED)
def publish(database: Database, new: NewBlog) -> dict[str, Any]:
    author = database.scalar(select(User).where(User.name == new.author)) or User(name=new.author)
    blog = Blog(author=author, title=new.title, body=new.body, details=new.details)
    database.add(blog)
    database.flush()
    return _shown(blog)

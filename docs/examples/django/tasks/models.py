"""What the database holds. After a change, `make new MESSAGE="…"` writes the migration that leads there."""
from django.db import models


class Project(models.Model):
    name = models.CharField(max_length=100, unique=True)


class Task(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="tasks_open", condition=models.Q(done_at__isnull=True)),
        ]

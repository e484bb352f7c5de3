"""Tasks of projects, as JSON."""
import json

from django.db import connection, transaction
from django.http import HttpResponseNotFound, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .models import Project, Task


def _shown(task):
    return {"id": task.id, "project": task.project.name, "title": task.title, "done": task.done_at is not None}


@require_GET
def health(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_http_methods(["GET", "POST"])
def tasks(request):
    if request.method == "POST":
        return _add(json.loads(request.body))
    found = Task.objects.filter(done_at=None).select_related("project").order_by("created_at")
    return JsonResponse([_shown(task) for task in found], safe=False)


@transaction.atomic
def _add(new):
    project, _ = Project.objects.get_or_create(name=new["project"])
    return JsonResponse(_shown(Task.objects.create(project=project, title=new["title"])), status=201)


@require_POST
def done(request, task_id):
    if not Task.objects.filter(id=task_id).update(done_at=timezone.now()):
        return HttpResponseNotFound()
    return JsonResponse(_shown(Task.objects.select_related("project").get(id=task_id)))

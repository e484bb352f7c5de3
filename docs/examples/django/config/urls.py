from django.urls import path

from tasks import views

urlpatterns = [
    path("health", views.health),
    path("tasks", views.tasks),
    path("tasks/<int:task_id>/done", views.done),
]

# Finds a project of Django's and its settings. This text stands before the scripts that read its models or migrations.
import re


def find_settings(words):
    if words and words[0]:
        os.environ["DJANGO_SETTINGS_MODULE"] = words[0]
    folders = [os.getcwd()] + sorted(entry.path for entry in os.scandir(os.getcwd()) if entry.is_dir())
    for folder in folders:
        path = os.path.join(folder, "manage.py")
        if os.path.exists(path):
            if folder not in sys.path:
                sys.path.insert(0, folder)
            with open(path, encoding="utf-8") as file:
                named = re.search(r"""DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']""", file.read())
            if named:
                os.environ.setdefault("DJANGO_SETTINGS_MODULE", named.group(1))
            break
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        raise Refusal("the project's settings are not found: there is no manage.py here, and no DJANGO_SETTINGS_MODULE",
                      "run it in the project's folder, or name the settings, with --settings project.settings")


def load_django():
    try:
        import django
    except ImportError as error:
        raise Refusal("Django is not installed for this Python (%s): %s" % (sys.executable, error),
                      "name the application's own Python, with --python .venv/bin/python")
    return django

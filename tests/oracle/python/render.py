"""Lets stackql-deploy 1.9.5 work on a stack, as a library: render.py render DIR ENV.

Prints every anchor as JSON lines, rendered where only globals, props and the exports of earlier
resources are known, as the oracle of 2.4.0 does. The tool ends the process when it fails."""
import json
import logging
import os
import sys

from stackql_deploy.lib import config, filters, templating

LOG = logging.getLogger("stackql_deploy")


def say(line):
    print(json.dumps(line), flush=True)


def rendered(environment, resource, anchor, template, context):
    """A query's text, or none and why it fails, whatever the exception: the tool ends then."""
    try:
        texts = templating.render_queries(resource, environment, {anchor: template}, context, LOG)
    except Exception as error:
        return {"text": None, "error": str(error)}
    return {"text": texts.get(anchor), "error": "left out: from_json of a text that is not JSON"}


def exported(resource):
    """An export's value is its name between signs that no test uses."""
    names = [list(item.values())[0] if isinstance(item, dict) else item for item in resource.get("exports", [])]
    return {name: "@%s@" % name for name in names}


def render(folder, name):
    environment = filters.setup_environment(folder, LOG)
    manifest = config.load_manifest(folder, LOG)
    values = config.render_globals(
        environment, {}, manifest.get("globals", []), name, manifest.get("name", folder), LOG)
    for resource in manifest.get("resources", []):
        context = config.get_full_context(environment, values, resource, LOG)
        path = os.path.join(folder, "resources", resource.get("file", resource["name"] + ".iql"))
        queries, _ = templating.load_sql_queries(path, LOG)
        for anchor, template in sorted(queries.items()):
            query = rendered(environment, resource["name"], anchor, template, context)
            say({"resource": resource["name"], "anchor": anchor, **query})
        if resource.get("type") != "command":
            values.update(exported(resource))
    say({"done": "render"})


if __name__ == "__main__":
    logging.basicConfig(level=os.environ.get("LOG", "CRITICAL"))
    render(sys.argv[2], sys.argv[3])

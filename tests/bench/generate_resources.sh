#!/usr/bin/env bash
# Writes one stack of N resources (default 1000) to DIR, with three environments in which every tenth
# resource differs.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: generate_resources.sh DIR [N]" >&2; exit 2; }
count=${2:-1000}
mkdir -p "$1/resources"
{
  printf 'version: 1\nname: many\nproviders:\n  - awscc\nglobals:\n  - name: region\n'
  printf '    value: us-east-1\nresources:\n'
  for i in $(seq 1 "$count"); do
    printf '  - name: stage_%s\n    file: stage.iql\n    props:\n      - name: stage_name\n' "$i"
    if [ $((i % 10)) -eq 0 ]; then
      printf '        values:\n'
      for env in dev staging prod; do printf '          %s: {value: %s-%s}\n' $env $env "$i"; done
    else
      printf '        value: stage-%s\n' "$i"
    fi
    printf '      - name: tags\n        value:\n'
    printf '          - {Key: number, Value: "%s"}\n          - {Key: team, Value: media}\n' "$i"
    printf '    exports:\n      - stage_arn_%s: arn_%s\n' "$i" "$i" | sed 's/stage_arn_[0-9]*/stage_arn/'
  done
} > "$1/stackql_manifest.yml"
cat > "$1/resources/stage.iql" <<'END'
/*+ exists */
SELECT arn FROM awscc.ivs.stages_list_only WHERE region = '{{ region }}';

/*+ create */
INSERT INTO awscc.ivs.stages (Name, Tags, region)
SELECT '{{ stage_name }}', '{{ tags }}', '{{ region }}';

/*+ statecheck */
SELECT count(*) AS count FROM awscc.ivs.stages
WHERE region = '{{ region }}' AND Identifier = '{{ this.arn }}' AND name = '{{ stage_name }}';

/*+ update */
UPDATE awscc.ivs.stages SET PatchDocument = string('{{ { "Tags": tags } | generate_patch_document }}')
WHERE region = '{{ region }}' AND Identifier = '{{ this.arn }}';

/*+ exports */
SELECT arn AS stage_arn FROM awscc.ivs.stages
WHERE region = '{{ region }}' AND Identifier = '{{ this.arn }}';

/*+ delete */
DELETE FROM awscc.ivs.stages WHERE region = '{{ region }}' AND Identifier = '{{ this.arn }}';
END

#!/usr/bin/env bash
# Writes N query files (default 200) to DIR with ten mistakes each, no file the same as another.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: generate_findings.sh DIR [N]" >&2; exit 2; }
mkdir -p "$1"
for i in $(seq -w 1 "${2:-200}"); do
  cat > "$1/query-$i.iql" <<END
-- file $i
/*+ create */
INSERT INTO awscc.ivs.stages (Nmae, Tags, region)
SELECT 'demo-$i', '[{"Key": "aws:team", "Value": "video"}, {"Key": "team", "Valeu": "a-$i"}]', 'us-east-1';

/*+ exists */
SELECT Arm, session_idd, COUNT(*) FROM awscc.ivs.stages
WHERE regoin = 'us-east-1' AND Identifier = 'demo-$i';

/*+ update */
UPDATE awscc.ivs.stages
SET PatchDocument = string('[{"op": "set", "path": "/Name", "value": "demo-$i"}]')
WHERE Identifier = '{{ arn }}' AND region = 'us-eest-1';

/*+ statecheck, retires=3 */
SELECT * FROM awscc.ivs.stagez WHERE region = 'us-east-1';

/*+ delte */
DELETE FROM awscc.ivs.stages WHERE Identifier = '{{ arn }}' AND region = 'us-east-1'
END
done

// Random policies of all layers and requests, decided by iam-simulate: a JSON line each.
//   node generate.mjs SEED N
import { runSimulation } from '@cloud-copilot/iam-simulate'

const [seed = '1', count = '300'] = process.argv.slice(2)

// mulberry32: the same numbers for the same seed everywhere.
let state = Number(seed) >>> 0
function random() {
  state = (state + 0x6d2b79f5) >>> 0
  let t = state
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = (n) => Math.floor(random() * n)
const pick = (list) => list[below(list.length)]
const chance = (p) => random() < p

const ACCOUNT = '111122223333'
const REQUESTS = [
  ['ivs:GetStage', `arn:aws:ivs:us-east-1:${ACCOUNT}:stage/abcd`],
  ['ivs:CreateStage', `arn:aws:ivs:us-east-1:${ACCOUNT}:stage/new`],
  ['s3:GetObject', 'arn:aws:s3:::media-eu/home/ann/a.txt'],
  ['s3:PutObject', 'arn:aws:s3:::media-eu/a'],
  ['s3:ListBucket', 'arn:aws:s3:::media-eu'],
  ['iam:GetRole', `arn:aws:iam::${ACCOUNT}:role/app/deploy`],
  ['sqs:SendMessage', `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`],
  ['dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`],
  ['ec2:DescribeVpcs', '*'],
]
// Keys that requests of any action may have, with values that fit and others that policies test.
const KEYS = {
  'aws:username': ['ann', 'bob'],
  'aws:RequestTag/team': ['video', 'audio', 'vid*'],
  'aws:PrincipalTag/team': ['video', 'Video', 'x'],
  'aws:SourceVpc': ['vpc-1', 'vpc-2'],
  'aws:UserAgent': ['cli/1', 'sdk'],
  'aws:SourceIp': ['203.0.113.7', '198.51.100.1', '203.0.113.0/24', '2001:db8::/32'],
  'aws:CurrentTime': ['2026-06-01T00:00:00Z', '2026-01-01T12:30:00Z', '2027-01-01T00:00:00Z'],
  'aws:MultiFactorAuthAge': ['10', '3600', '99.5'],
  'aws:MultiFactorAuthPresent': ['true', 'false'],
  'aws:SourceArn': [`arn:aws:sns:us-east-1:${ACCOUNT}:t`, 'arn:aws:sns:*:*:t', 'arn:aws:s3:::b'],
}
const MANY = { 'aws:TagKeys': ['team', 'stage', 'cost'], 'aws:CalledVia': ['cloudformation.amazonaws.com', 'athena.amazonaws.com'] }
const OPERATORS = {
  String: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  Numeric: ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals'],
  Date: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  Bool: ['Bool'],
  Ip: ['IpAddress', 'NotIpAddress'],
  Arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
}
const KIND = { 'aws:SourceIp': 'Ip', 'aws:CurrentTime': 'Date', 'aws:MultiFactorAuthAge': 'Numeric', 'aws:MultiFactorAuthPresent': 'Bool', 'aws:SourceArn': 'Arn' }

function condition() {
  if (chance(0.15)) return { Null: { [pick(Object.keys(KEYS))]: pick(['true', 'false']) } }
  if (chance(0.25)) {
    const key = pick(Object.keys(MANY))
    // What ForAnyValue with IfExists means without the key, AWS's pages do not say.
    const set = pick(['ForAllValues:', 'ForAnyValue:'])
    const op = set + pick(['StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike']) + (set === 'ForAllValues:' && chance(0.2) ? 'IfExists' : '')
    return { [op]: { [key]: MANY[key].filter(() => chance(0.5)).concat(pick(MANY[key])) } }
  }
  const key = pick(Object.keys(KEYS))
  let op = pick(OPERATORS[KIND[key] ?? 'String'])
  if (chance(0.25)) op += 'IfExists'
  let values = [pick(KEYS[key])]
  if (KIND[key] !== 'Bool' && chance(0.3)) values.push(pick(KEYS[key]))
  if (op.startsWith('String') && chance(0.2)) values = ['${aws:username}']
  if (op.startsWith('String') && op.includes('Like') && chance(0.3)) values = values.map((v) => v.slice(0, 2) + '*')
  return { [op]: { [key]: values.length === 1 ? values[0] : values } }
}

function actions(wanted) {
  const [service, name] = wanted.split(':')
  const written = pick([wanted, wanted, `${service}:*`, '*', `${service}:${name.slice(0, 3)}*`, wanted.toUpperCase().replace(service.toUpperCase(), service), `${service}:?${name.slice(1)}`, pick(REQUESTS)[0]])
  return chance(0.3) ? [written, pick(REQUESTS)[0]] : written
}

// The simulator completes short ARNs in identity policies only.
function resources(wanted, control) {
  if (wanted === '*') return chance(0.7) ? '*' : 'arn:aws:ec2:us-east-1:1:vpc/x'
  const fields = wanted.split(':')
  const own = fields.slice(5).join(':')
  const head = fields.slice(0, 5)
  const written = pick([
    wanted, wanted, '*', ...(control ? [] : ['arn:*', fields.slice(0, 3).join(':'), `${fields.slice(0, 3).join(':')}:*`]),
    [...head, '*'].join(':'), [...head, own.slice(0, -1) + '*'].join(':'), [...head, own.slice(0, -1) + '?'].join(':'),
    [...head.slice(0, 3), '*', '*', own].join(':'), [...head.slice(0, 3), '*', '${aws:PrincipalAccount}', own].join(':'),
    [...head, own.replace('ann', '${aws:username}')].join(':'), [...head, own + 'x'].join(':'), pick(REQUESTS)[1],
  ])
  return chance(0.25) ? [written, pick(REQUESTS)[1]] : written
}

function statement(action, resource, control) {
  const made = { Effect: chance(0.75) ? 'Allow' : 'Deny' }
  made[!control && chance(0.1) ? 'NotAction' : 'Action'] = actions(action)
  const not = !control && chance(0.1)
  // What a variable means there that cannot be filled, AWS's pages do not say.
  made[not ? 'NotResource' : 'Resource'] = not ? [resources(resource, control)].flat().filter((each) => !each.includes('$')).concat('arn:aws:s3:::other') : resources(resource, control)
  if (chance(0.45)) made.Condition = Object.assign({}, condition(), chance(0.2) ? condition() : {})
  return made
}

function policy(action, resource, control) {
  const statements = Array.from({ length: 1 + below(3) }, () => statement(action, resource, control))
  // The simulator fills variables in whatever the version is; AWS takes them for text in the older one.
  const old = !chance(0.95) && !JSON.stringify(statements).includes('${')
  return { Version: old ? '2008-10-17' : '2012-10-17', Statement: statements }
}

const FULL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
for (let i = 0; i < Number(count); ++i) {
  const [action, resource] = pick(REQUESTS)
  const context = {}
  for (const key of Object.keys(KEYS)) if (chance(0.6)) context[key] = KEYS[key][KIND[key] === 'Ip' || KIND[key] === 'Arn' ? 0 : below(KIND[key] ? KEYS[key].length : 2)]
  for (const key of Object.keys(MANY)) if (chance(0.5)) context[key] = MANY[key].filter(() => chance(0.6))
  for (const key of Object.keys(MANY)) if (context[key]?.length === 0) delete context[key]
  const layers = { identity: Array.from({ length: 1 + below(2) }, () => policy(action, resource)) }
  if (chance(0.2)) layers.boundary = [policy(action, resource, true)]
  if (chance(0.3)) {
    layers.scps = Array.from({ length: 1 + below(2) }, () => (chance(0.6) ? [FULL, policy(action, resource, true)] : [policy(action, resource, true)]))
  }
  const result = await runSimulation(
    {
      request: { principal: `arn:aws:iam::${ACCOUNT}:user/ann`, action, resource: { resource, accountId: ACCOUNT }, contextVariables: context },
      identityPolicies: layers.identity.map((each, n) => ({ name: `p${n}`, policy: each })),
      permissionBoundaryPolicies: layers.boundary?.map((each) => ({ name: 'b', policy: each })),
      serviceControlPolicies: (layers.scps ?? []).map((level, n) => ({ orgIdentifier: `o-${n}`, policies: level.map((each, m) => ({ name: `s${m}`, policy: each })) })),
      resourceControlPolicies: [],
    },
    {}
  )
  const verdict = result.overallResult
  if (verdict === undefined) {
    console.error(JSON.stringify(result).slice(0, 300))
    continue
  }
  console.log(JSON.stringify({ action, resource, context, layers, verdict }))
}

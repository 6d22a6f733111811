#include "iam/read_back.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "iam/known_values.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::iam {
namespace {

constexpr int kDeepest = 5;

bool IsKnown(const Piece& piece) {
  return piece.kind == Piece::Kind::kText || !piece.forms.empty();
}

void AddUnlessThere(const Arn& text, std::vector<Arn>& all) {
  if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(text);
}

// The part of an identifier that a property is; empty if it is none, or holds something else: a
// handler also takes the ARN of what has a name.
Arn PartFor(const HoleContent& column, const snapshot::ResourceType& type, const Arn& identifier) {
  const auto* primary = type.primary_identifier();
  if (primary == nullptr) return {};
  const std::vector<Arn> parts =
      primary->size() == 1 ? std::vector<Arn>{identifier} : PartsOfIdentifier(identifier);
  for (uint32_t i = 0; parts.size() == primary->size() && i < primary->size(); ++i) {
    if (primary->Get(i)->string_view() != "/" + column.property) continue;
    const bool is_arn = !parts[i].empty() && parts[i][0].text.starts_with("arn:");
    return is_arn && !column.property.ends_with("Arn") ? Arn() : parts[i];
  }
  return {};
}

}  // namespace

ReadBack::ReadBack(const Values& values, const StackCalls& calls, const ActionReference& actions,
                   const AwsContext& context, bool created, int depth)
    : values_(&values),
      calls_(&calls),
      actions_(&actions),
      context_(&context),
      created_(created),
      depth_(depth) {}

Arn ReadBack::operator()(Loc hole) const {
  std::vector<Arn> texts;
  for (const HoleContent& column : FirstContent(*values_, hole)) {
    const Arn text = TextOf(column);
    if (std::none_of(text.begin(), text.end(), IsKnown)) return {};
    AddUnlessThere(text, texts);
  }
  if (texts.size() <= 1) return texts.empty() ? Arn() : texts.front();
  std::vector<Arn> forms;
  for (const Arn& text : texts) {
    for (const Arn& form : FormsOf(text)) AddUnlessThere(form, forms);
  }
  Piece one_of = {.kind = Piece::Kind::kUnsure,
                  .text = std::string(values_->sources().Spelling(hole))};
  for (const Arn& form : forms) {
    const bool plain = form.size() == 1 && form[0].kind == Piece::Kind::kText &&
                       form[0].text.find_first_of("*?") == std::string::npos;
    if (!plain) return {};
    one_of.forms.push_back(form[0].text);
  }
  return {one_of};
}

Arn ReadBack::TextOf(const HoleContent& column) const {
  const Operation* read = depth_ < kDeepest ? calls_->ReadOf(column) : nullptr;
  if (read == nullptr || read->type == nullptr || read->identifier == kNoValue) return {};
  const ReadBack deeper(*values_, *calls_, *actions_, *context_, created_, depth_ + 1);
  Arn part = PartFor(column, *read->type, PartOf(*values_, read->identifier, deeper));
  if (!part.empty() || !IsOwnArn(column)) return part;
  const auto creations =
      created_ ? calls_->CreationsOf(*read) : std::span<const Operation* const>();
  const OwnResource row(*read, *values_, *actions_, *context_, deeper, creations);
  return row.templates().size() == 1 ? row.One(row.templates().front()) : Arn();
}

}  // namespace stackql::iam

#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iam/coverage.h"
#include "iam/read_policy.h"
#include "value/value.h"

namespace stackql::iam {

// Policies of a test, one text a layer.
class Bench {
 public:
  using Known = std::map<std::string, std::vector<std::string>, std::less<>>;
  explicit Bench(const std::vector<std::string>& layers, Known known = {},
                 PolicyKind last = PolicyKind::kIdentity)
      : context_(std::move(known)) {
    std::vector<PolicyLayer> all;
    for (const std::string& text : layers) {
      const TextId file = sources_.AddFile("policy.json", text);
      documents_.push_back(
          std::make_unique<std::vector<PolicyDocument>>(ReadPolicies(values_, file, problems_)));
      PolicyLayer layer;
      for (const PolicyDocument& document : *documents_.back())
        layer.documents.push_back(&document);
      all.push_back(std::move(layer));
    }
    all.back().kind = last;
    coverage_ = std::make_unique<Coverage>(std::move(all),
                                           [this](std::string_view key) { return ValuesOf(key); });
  }

  Verdict Decide(const std::string& action, const Arn& arn) {
    return coverage_->Decide(action, arn, [this](std::string_view key) { return ValuesOf(key); });
  }
  Outcome Of(const std::string& action, const std::string& arn) {
    return Decide(action, {{.text = arn}}).outcome;
  }
  void Know(const std::string& key, std::vector<std::string> values) {
    context_[key] = std::move(values);
  }
  const Coverage& coverage() const { return *coverage_; }
  const Problems& problems() const { return problems_; }
  std::string Spelled(Loc where) const {
    return std::string(sources_.Bytes(sources_.Resolve(where).at));
  }
  const std::vector<PolicyDocument>& documents(size_t layer) const { return *documents_[layer]; }

 private:
  Sources sources_;
  Values values_{sources_};
  Problems problems_;
  std::vector<std::unique_ptr<std::vector<PolicyDocument>>> documents_;
  std::unique_ptr<Coverage> coverage_;
  KeyValues ValuesOf(std::string_view key) const {
    const auto known = context_.find(key);
    return known == context_.end() ? KeyValues{} : KeyValues{true, known->second};
  }

  Known context_;
};

inline std::string Policy(const std::string& statements) {
  return R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}";
}

inline std::string Allow(const std::string& action, const std::string& resource,
                         const std::string& more = "") {
  return R"({"Effect": "Allow", "Action": ")" + action + R"(", "Resource": ")" + resource + "\"" +
         more + "}";
}

inline std::string Deny(const std::string& action, const std::string& resource,
                        const std::string& more = "") {
  return R"({"Effect": "Deny", "Action": ")" + action + R"(", "Resource": ")" + resource + "\"" +
         more + "}";
}

inline Piece Any() { return {.kind = Piece::Kind::kAny}; }
inline Piece Unsure(const std::string& what) {
  return {.kind = Piece::Kind::kUnsure, .text = what};
}

inline constexpr const char* kStage = "arn:aws:ivs:us-east-1:111122223333:stage/a";

}  // namespace stackql::iam

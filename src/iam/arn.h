#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::iam {

// Colons before a resource's own part of its ARN, which may have others.
inline constexpr int kColonsOfArn = 5;

// Fields of an ARN's text, of which the last one may have colons.
inline constexpr int kServiceField = 2;
inline constexpr int kRegionField = 3;
inline constexpr int kAccountField = 4;
inline constexpr int kResourceField = kColonsOfArn;
// Empty: it has none.
std::string_view ArnField(std::string_view arn, int field);

// Whether a text is the ID of an account.
bool IsAccount(std::string_view text);

// A part of a resource's ARN as a request will hold it.
struct Piece {
  enum class Kind : uint8_t {
    kText,    // this text; `*` and `?` mean themselves
    kAny,     // any text: AWS chooses it, or all are meant; what is needed must hold for each
    kUnsure,  // one text that is not known before the deploy
  };
  // What a text that is not known is made of.
  enum class Alphabet : uint8_t {
    kAll,
    kPart,  // no colon
    kWord,  // no colon and no slash
  };
  Kind kind = Kind::kText;
  // kUnsure: what it is called, "account" or "{{ stack_name }}". kAny: "??????" for as many
  // characters; empty: any number.
  std::string text = {};
  // kUnsure: it is one of these, in which `*` is any text. Empty: any text.
  std::vector<std::string> forms = {};
  Alphabet alphabet = Alphabet::kAll;  // of kAny and kUnsure

  friend auto operator<=>(const Piece&, const Piece&) = default;
};

// The ARN of a resource, or the text "*" for requests that name none.
using Arn = std::vector<Piece>;

// For requests that name no resource.
Arn StarArn();

// Adds to the end; neighbouring texts join.
void Append(Arn& arn, const Arn& more);
void Append(Arn& arn, std::string_view text);

// The ARNs that one may be, a piece with forms being each of these. One without is the only one.
std::vector<Arn> FormsOf(const Arn& arn);

// The pattern of a policy's Resource element that matches just what the ARN may be: unknown parts
// become `*`, and special characters of texts ${*}, ${?} and ${$} (policy version 2012-10-17).
std::string PolicyPattern(const Arn& arn);

}  // namespace stackql::iam

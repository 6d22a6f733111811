// Every text that users read is plain English: no phrase of the list below, no wrong article or
// plural, no number in quotes.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "lint/placeholders.h"
#include "lint/rules.h"
#include "snapshot/snapshot_tables.h"
#include "support/rule_example.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

// In lower case; a blank stands for a blank, a line break, or either end of the text.
constexpr std::array kRefused = {
    " is no ",
    " are no ",
    " takes ",
    " stands ",
    " stood ",
    " behind ",
    " in front of ",
    " tells ",
    " told ",
    " what is odd ",
    " for want of ",
    " to be had ",
    " a text ",
    " texts ",
    " surely ",
    " misspelt ",
    " spoilt ",
    " thrown away ",
    " without a word ",
    " runs over a ",
    " hangs on ",
    " by nothing ",
    " an information ",
    " informations ",
    " for a yes ",
    " not of all ",
    " not all is known ",
    " what aws could not ",
    " has a star",
    " for itself ",
    " anew ",
    " as it stands ",
    " in small letters ",
    " once a ",
    " no statement begins ",
};
// Where these are part of, a phrase above is plain English.
constexpr std::array kAllowed = {" is no longer ", " there is no ", " there are no ",
                                 " takes effect "};

bool IsLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool IsVowel(char c) { return std::string_view("aeioAEIO").find(c) != std::string_view::npos; }

// With single blanks between words and at both ends.
std::string Spaced(std::string_view text) {
  std::string out = " ";
  for (const char c : text) {
    const char plain = std::isspace(static_cast<unsigned char>(c)) != 0 ? ' ' : c;
    if (plain != ' ' || out.back() != ' ') out += plain;
  }
  return out.back() == ' ' ? out : out + ' ';
}

std::string Lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Punctuation ends a word, so that "takes," is seen as " takes ".
std::string WithoutPunctuation(std::string text) {
  for (char& c : text) {
    if (std::string_view(".,;:!?()").find(c) != std::string_view::npos) c = ' ';
  }
  return Spaced(text);
}

// Takes out the phrases that are allowed.
std::string WithoutAllowed(std::string text) {
  for (const std::string_view allowed : kAllowed) {
    for (size_t at = 0; (at = text.find(allowed, at)) != std::string::npos;) {
      text.replace(at + 1, allowed.size() - 2, "...");
    }
  }
  return text;
}

void FindPhrases(const std::string& spaced, std::vector<std::string>& faults) {
  const std::string words = WithoutAllowed(WithoutPunctuation(Lowered(spaced)));
  for (const std::string_view phrase : kRefused) {
    if (words.find(phrase) != std::string::npos) {
      faults.push_back("\"" + std::string(phrase) + "\"");
    }
  }
}

// "a environment", "a 'environment'", "an region", "an 'region'"; only what is certain: a word of
// capitals may be spelled out, and an initial 'u' or 'h' may sound either way.
void FindArticles(const std::string& text, std::vector<std::string>& faults) {
  for (size_t at = 0; (at = text.find(" a", at)) != std::string::npos; ++at) {
    const bool an = text.compare(at, 4, " an ") == 0;
    if (!an && text.compare(at, 3, " a ") != 0) continue;
    size_t word = at + (an ? 4 : 3);
    if (word < text.size() && (text[word] == '\'' || text[word] == '`')) ++word;
    const size_t end = std::min(text.find(' ', word), text.size());
    if (end - word < 2 || !IsLetter(text[word])) continue;
    const bool capitals = std::isupper(static_cast<unsigned char>(text[word])) != 0;
    const bool either = std::string_view("uUhH").find(text[word]) != std::string_view::npos;
    const bool one = text.compare(word, 3, "one") == 0;
    const bool wrong = an ? !IsVowel(text[word]) && !capitals : IsVowel(text[word]);
    if (wrong && !either && !one) faults.push_back(text.substr(at, end - at));
  }
}

// "1 statements", "2 statement".
void FindPlurals(const std::string& text, std::vector<std::string>& faults) {
  constexpr std::array kSingular = {" is ", " was ", " has ", " means ", " does ", " as ", " us "};
  constexpr std::array kNouns = {" file ",     " operation ", " statement ", " error ",
                                 " warning ",  " info ",      " action ",    " character ",
                                 " item ",     " tag ",       " part ",      " level ",
                                 " resource ", " document ",  " row ",       " value "};
  for (size_t at = 0; (at = text.find(' ', at)) != std::string::npos; ++at) {
    size_t end = at + 1;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end == at + 1 || end >= text.size() || text[end] != ' ') continue;
    const std::string number = text.substr(at + 1, end - at - 1);
    size_t close = end + 1;
    while (close < text.size() && IsLetter(text[close])) ++close;
    const std::string word = text.substr(end, close - end) + " ";
    const bool plural = word.size() > 3 && word[word.size() - 2] == 's';
    const bool listed = std::find(kSingular.begin(), kSingular.end(), word) != kSingular.end();
    const bool noun = std::find(kNouns.begin(), kNouns.end(), word) != kNouns.end();
    if (number == "1" ? plural && !listed : noun) faults.push_back(number + word);
  }
}

std::string Faults(std::string_view text) {
  const std::string spaced = Spaced(text);
  std::vector<std::string> faults;
  FindPhrases(spaced, faults);
  FindArticles(spaced, faults);
  FindPlurals(spaced, faults);
  std::string all;
  for (const std::string& fault : faults) all += (all.empty() ? "" : ", ") + fault;
  return all;
}

void ExpectPlain(std::string_view text) { EXPECT_EQ(Faults(text), "") << text; }

TEST(Wording, RefusesWhatIsNotEnglish) {
  EXPECT_EQ(Faults("'x' is no region."), "\" is no \"");
  EXPECT_EQ(Faults("It takes, at most,\n  two."), "\" takes \"");
  EXPECT_EQ(Faults("Text behind"), "\" behind \"");
  EXPECT_EQ(Faults("Give a environment."), " a environment.");
  EXPECT_EQ(Faults("of a 'environment' field"), " a 'environment'");
  EXPECT_EQ(Faults("an 'region' or an server"), " an 'region',  an server");
  EXPECT_EQ(Faults("1 statements; 2 files, 0 error in 21 item."),
            "1 statements , 0 error , 21 item ");
}

TEST(Wording, AcceptsEnglish) {
  for (const std::string_view text :
       {"It is no longer there, and there is no other.",
        "a one-off, an hour, a user, an IP address", "an 'S3' bucket, a 'LIST' of a",
        "1 is yes, 1 file, 2 files, 10 errors", "version 1 has it",
        "The tag key begins with 'aws:', so it takes effect."}) {
    ExpectPlain(text);
  }
}

const RuleSet& Rules() {
  static const RuleSet rules(Builtin());
  return rules;
}

TEST(Wording, OfRuleDocuments) {
  for (const snapshot::Rule* rule : Rules().all()) {
    SCOPED_TRACE(rule->name()->str());
    ExpectPlain(rule->summary()->string_view());
    ExpectPlain(rule->why()->string_view());
    for (const snapshot::Message* message : *rule->messages())
      ExpectPlain(message->text()->string_view());
  }
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// A number is in quotes only where it is quoted from the user's text.
void CheckNumbers(const Finding& finding, std::string_view message) {
  constexpr std::array kQuoted = {"value", "found", "before", "text", "account", "version"};
  for (auto next = NextPlaceholder(message); next; next = NextPlaceholder(message, next->end)) {
    if (next->begin == 0 || message[next->begin - 1] != '\'') continue;
    if (std::find(kQuoted.begin(), kQuoted.end(), next->name) != kQuoted.end()) continue;
    for (const auto& [name, value] : finding.args) {
      EXPECT_FALSE(name == next->name && IsNumber(value)) << finding.message;
    }
  }
}

void CheckFinding(const Finding& finding, const snapshot::Rule& rule) {
  ExpectPlain(finding.message);
  ExpectPlain(finding.help);
  for (const Note& note : finding.notes) ExpectPlain(note.message);
  if (finding.fix) ExpectPlain(finding.fix->title);
  for (const snapshot::Message* message : *rule.messages()) {
    if (message->id()->string_view() == finding.message_id) {
      CheckNumbers(finding, message->text()->string_view());
    }
  }
}

TEST(Wording, OfFindings) {
  size_t findings = 0;
  for (const snapshot::Rule* rule : Rules().all()) {
    SCOPED_TRACE(rule->name()->str());
    for (const snapshot::Example* example : *rule->examples()) {
      if (!example->bad()) continue;
      for (const Finding& finding : RunExample(*rule, *example).report.findings) {
        CheckFinding(finding, *rule);
        ++findings;
      }
    }
  }
  EXPECT_GT(findings, 250U);
}

}  // namespace
}  // namespace stackql

// The signer against AWS's signing test suite, where it is (STACKQL_LINT_SIGV4 names its folder, or
// it lies beside the source tree), and against cases worked out with Python's hmac and hashlib.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "aws/json_document.h"
#include "aws/sign.h"
#include "support/shared_data.h"

namespace stackql::aws {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string ReadFile(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

int64_t ReadTime(const std::string& text) {
  tm parts = {};
  EXPECT_NE(strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts), nullptr) << text;
  return timegm(&parts);
}

// One request of the suite: its own lines, then what its context says is added before signing.
struct Case {
  std::string method = {};
  std::string path = {};
  std::string query = {};
  std::vector<net::Header> headers = {};
  std::string body = {};
  Credentials credentials = {};
  SigningScope scope = {};
};

void ReadRequest(const std::string& text, Case& read) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  const size_t blank = line.find(' ');
  const size_t last = line.rfind(' ');
  const std::string target = line.substr(blank + 1, last - blank - 1);
  read.method = line.substr(0, blank);
  const size_t question = std::min(target.find('?'), target.size());
  read.path = target.substr(0, question);
  read.query = question < target.size() ? target.substr(question + 1) : "";
  while (std::getline(lines, line) && !line.empty()) {
    const size_t colon = line.find(':');
    if (line.front() == ' ') {
      read.headers.back().value += "\n" + line;
    } else {
      read.headers.push_back({line.substr(0, colon), line.substr(colon + 1)});
    }
  }
  std::getline(lines, read.body, '\0');
}

Case ReadCase(const fs::path& folder) {
  Case read;
  ReadRequest(ReadFile(folder / "request.txt"), read);
  const JsonDocument document(ReadFile(folder / "context.json"));
  const JsonNode context = document.root();
  const JsonNode keys = context["credentials"];
  read.credentials.access_key_id = keys["access_key_id"].Text();
  read.credentials.secret_access_key = Secret(keys["secret_access_key"].Text());
  read.scope = {.region = context["region"].Text(),
                .service = context["service"].Text(),
                .time = ReadTime(context["timestamp"].Text()),
                .normalize_path = context["normalize"].IsTrue()};
  read.headers.push_back({"X-Amz-Date", AmzDate(read.scope.time)});
  if (keys["token"] && !context["omit_session_token"].IsTrue()) {
    read.headers.push_back({"X-Amz-Security-Token", keys["token"].Text()});
  }
  if (context["sign_body"].IsTrue()) {
    read.headers.push_back({"x-amz-content-sha256", Sha256Hex(read.body)});
  }
  return read;
}

TEST(SigningSuite, EachCaseIsSignedAsAwsSignsIt) {
  const std::string suite = testing_support::SigningSuite();
  if (suite.empty()) {
    GTEST_SKIP() << "AWS's signing test suite is not here; STACKQL_LINT_SIGV4 may name its folder";
  }
  int cases = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(suite)) {
    SCOPED_TRACE(entry.path().filename());
    const Case read = ReadCase(entry.path());
    const Signature signature = Sign({.method = read.method,
                                      .path = read.path,
                                      .query = read.query,
                                      .headers = read.headers,
                                      .body = read.body},
                                     read.credentials, read.scope);
    const fs::path& folder = entry.path();
    EXPECT_EQ(signature.canonical_request, ReadFile(folder / "header-canonical-request.txt"));
    EXPECT_EQ(signature.string_to_sign, ReadFile(folder / "header-string-to-sign.txt"));
    EXPECT_EQ(signature.signature, ReadFile(folder / "header-signature.txt"));
    EXPECT_THAT(ReadFile(folder / "header-signed-request.txt"),
                HasSubstr("Authorization:" + signature.authorization + "\n"));
    ++cases;
  }
  EXPECT_EQ(cases, 38);
}

Credentials Example(const std::string& token = "") {
  return {.access_key_id = "AKIAEXAMPLE",
          .secret_access_key = Secret("a-secret-for-tests-only"),
          .session_token = Secret(std::string(token))};
}

SigningScope Scope() {
  return {.region = "eu-west-1", .service = "cloudcontrolapi", .time = 1'800'000'000};
}

net::Request JsonRequest() {
  return {.method = net::Request::Method::kPost,
          .url = *net::ParseUrl("https://cloudcontrolapi.eu-west-1.amazonaws.com/"),
          .headers = {{"Content-Type", "application/x-amz-json-1.0"},
                      {"X-Amz-Target", "CloudApiService.GetResource"}},
          .body = R"({"TypeName":"AWS::S3::Bucket","Identifier":"b"})"};
}

std::string HeaderOf(const net::Request& request, const std::string& name) {
  std::string found;
  for (const net::Header& header : request.headers) {
    if (header.name == name) found += (found.empty() ? "" : "|") + header.value;
  }
  return found;
}

TEST(Sign, AddsTheHeadersOfASignature) {
  net::Request request = JsonRequest();
  SignRequest(request, Example("a-token-for-tests"), Scope());
  EXPECT_EQ(HeaderOf(request, "Host"), "cloudcontrolapi.eu-west-1.amazonaws.com");
  EXPECT_EQ(HeaderOf(request, "X-Amz-Date"), "20270115T080000Z");
  EXPECT_EQ(HeaderOf(request, "X-Amz-Security-Token"), "a-token-for-tests");
  EXPECT_EQ(
      HeaderOf(request, "Authorization"),
      "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20270115/eu-west-1/cloudcontrolapi/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, "
      "Signature=e38a2455b8ca002e718043ce010b99a4da86de6a443601370ba943274a6665c9");
}

TEST(Sign, ReplacesAnEarlierSignature) {
  net::Request request = JsonRequest();
  SignRequest(request, Example("a-token-for-tests"), Scope());
  SigningScope later = Scope();
  later.time += 60;
  SignRequest(request, Example(), later);
  EXPECT_EQ(HeaderOf(request, "X-Amz-Date"), "20270115T080100Z");
  EXPECT_EQ(HeaderOf(request, "X-Amz-Security-Token"), "");
  EXPECT_EQ(
      HeaderOf(request, "Authorization"),
      "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20270115/eu-west-1/cloudcontrolapi/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
      "Signature=8c03bde8dda12887c44a416da7d2452223c36ec9c97ada3563b1d8cff8724706");
}

TEST(Sign, NamesThePortThatTheSchemeDoesNotImply) {
  for (const auto& [address, host] : std::vector<std::pair<std::string, std::string>>{
           {"https://sts.amazonaws.com:443/", "sts.amazonaws.com"},
           {"http://127.0.0.1:80/", "127.0.0.1"},
           {"http://127.0.0.1:443/", "127.0.0.1:443"},
           {"http://[::1]:8000/a", "[::1]:8000"}}) {
    net::Request request = {.url = *net::ParseUrl(address)};
    SignRequest(request, Example(), Scope());
    EXPECT_EQ(HeaderOf(request, "Host"), host);
  }
}

TEST(Sign, SignsTheQueryInOrder) {
  net::Request request = {
      .method = net::Request::Method::kPost,
      .url = *net::ParseUrl("https://access-analyzer.eu-west-1.amazonaws.com/policy/validation"
                            "?nextToken=a%2fb%2B%3D&maxResults=100"),
      .body = "{}"};
  SignRequest(request, Example(), Scope());
  EXPECT_EQ(
      HeaderOf(request, "Authorization"),
      "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20270115/eu-west-1/cloudcontrolapi/aws4_request, "
      "SignedHeaders=host;x-amz-date, "
      "Signature=ab704bad52bbddf3e5d64f7311c7a54d387b5d10e2b1ec61901ac8f9a95ea9bc");
}

TEST(Sign, ListsNamesInOrderEvenIfOneBeginsAnother) {
  const std::vector<net::Header> headers = {{"x-a-b", "1"}, {"x-a", "2"}, {"Host", "h"}};
  const Signature signature =
      Sign({.method = "GET", .path = "", .headers = headers}, Example(), Scope());
  EXPECT_THAT(signature.canonical_request,
              HasSubstr("\nhost:h\nx-a:2\nx-a-b:1\n\nhost;x-a;x-a-b\n"));
}

TEST(Sign, LeavesOutWhatChangesOnTheWay) {
  const std::vector<net::Header> headers = {
      {"User-Agent", "x"}, {"Connection", "close"}, {"X-Amzn-Trace-Id", "1"}, {"Host", "h"}};
  const Signature signature =
      Sign({.method = "GET", .path = "/", .headers = headers}, Example(), Scope());
  EXPECT_THAT(signature.authorization, HasSubstr("SignedHeaders=host, "));
}

TEST(Sign, WipesWhatItAdded) {
  net::Request request = JsonRequest();
  SignRequest(request, Example("a-token-for-tests"), Scope());
  WipeRequest(request);
  EXPECT_EQ(request.headers.size(), 2U);
  EXPECT_EQ(request.body, "");
}

TEST(Encoding, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(UriEncode("aZ09-_.~"), "aZ09-_.~");
  EXPECT_EQ(UriEncode(" /+%\xE2\x82\xAC"), "%20%2F%2B%25%E2%82%AC");
  EXPECT_EQ(UriEncode("/a b/", true), "/a%20b/");
}

}  // namespace
}  // namespace stackql::aws

// What AWS, credential programs and the files of AWS's tools say. The first byte says which.
#include <array>

#include "aws/credential_document.h"
#include "aws/json_document.h"
#include "aws/profile.h"
#include "aws/service_error.h"
#include "aws/wire_reply.h"
#include "aws/xml.h"
#include "fuzz/input.h"

namespace {

using namespace stackql::aws;  // NOLINT(google-build-using-namespace): of one function

template <typename Reply>
void Read(const std::string& body) {
  Reply reply;
  Decode(body, reply);
}

void ReadFiles(const std::string& text) {
  Profile profile;
  profile.name = "default";
  AddConfig(text, profile);
  AddCredentials(text, profile);
  ReadExpiration(text);
  static_cast<void>(ReadCredentials(text, "a program"));
}

void ReadErrors(const std::string& body) {
  stackql::net::Exchange exchange;
  exchange.body = body;
  ReadError(exchange, Protocol::kQuery);
  ReadError(exchange, Protocol::kJson);
}

constexpr std::array kReaders = {
    Read<Resource>,       Read<TypeDescription>, Read<Identity>, Read<Role>,
    Read<SimulationPage>, Read<ValidationPage>,  ReadFiles,      ReadErrors};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  kReaders[data[0] % kReaders.size()](body);
  return 0;
}

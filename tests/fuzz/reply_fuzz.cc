// What AWS, credential programs and the files of AWS's tools say. The first byte says which.
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 8) {
    case 0:
      Read<Resource>(body);
      break;
    case 1:
      Read<TypeDescription>(body);
      break;
    case 2:
      Read<Identity>(body);
      break;
    case 3:
      Read<Role>(body);
      break;
    case 4:
      Read<SimulationPage>(body);
      break;
    case 5:
      Read<ValidationPage>(body);
      break;
    case 6:
      ReadFiles(body);
      break;
    default: {
      stackql::net::Exchange exchange;
      exchange.body = body;
      ReadError(exchange, Protocol::kQuery);
      ReadError(exchange, Protocol::kJson);
    }
  }
  return 0;
}

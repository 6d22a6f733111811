// Names of SELECT columns, as the provider's generator makes them of properties.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/schema_compiler.h"

namespace stackql::catalog {
namespace {

TEST(ColumnName, FollowsTheGenerator) {
  const std::vector<std::pair<std::string_view, std::string_view>> names = {
      // Stage's own.
      {"Arn", "arn"},
      {"Name", "name"},
      {"AutoParticipantRecordingConfiguration", "auto_participant_recording_configuration"},
      {"Tags", "tags"},
      {"ActiveSessionId", "active_session_id"},
      // Acronyms become words.
      {"RoleARN", "role_arn"},
      {"DBClusterIdentifier", "db_cluster_identifier"},
      {"KMSKeyId", "kms_key_id"},
      {"OAuthScopes", "oauth_scopes"},
      {"VPCs", "vpcs"},
      {"ResourceARNs", "resource_arns"},
      {"SizeInGBs", "size_in_gbs"},
      {"CNAMEPrefix", "cname_prefix"},
      {"SSMDocument", "ssm_document"},
      // Pairs consume both characters, which gives odd names.
      {"AIAgentId", "a_iagent_id"},
      {"EC2InstanceType", "e_c2_instance_type"},
      {"EIP", "e_ip"},
      {"VPNGatewayId", "v_pn_gateway_id"},
      {"CSS", "c_ss"},
      {"MaxACU", "max_ac_u"},
      {"OpenZFSConfiguration", "open_zf_sconfiguration"},
      {"ClientIdsForOIDC", "client_ids_for_oid_c"},
      {"SamlProviderUUID", "saml_provider_uu_id"},
      {"OnSourceDDoSProtectionConfig", "on_source_ddo_sprotection_config"},
      // What SQL reserves gets an underscore.
      {"Schema", "_schema"},
      {"Format", "_format"},
      {"Values", "_values"},
      {"Force", "_force"},
      {"Database", "_database"},
      {"Update", "_update"},
      {"Match", "_match"},
      {"Schemas", "schemas"},
      {"FormatOptions", "format_options"},
      // Nothing to do, nothing there.
      {"lower", "lower"},
      {"already_snake", "already_snake"},
      {"X", "x"},
      {"", ""},
  };
  for (const auto& entry : names) {
    EXPECT_EQ(ColumnName(entry.first), entry.second) << entry.first;
    EXPECT_EQ(IsColumnOf(entry.second, entry.first), !entry.first.empty()) << entry.first;
    EXPECT_FALSE(IsColumnOf(std::string(entry.second) + "s", entry.first)) << entry.first;
  }
  EXPECT_FALSE(IsColumnOf("", "Name"));
  EXPECT_FALSE(IsColumnOf("name", ""));
}

}  // namespace
}  // namespace stackql::catalog

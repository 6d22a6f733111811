#pragma once

#include <string>

#include "support/temporary_folder.h"

// A small version of StackQL's awscc provider, in a folder of its own.
namespace stackql::testing_support {

inline constexpr std::string_view kDemoService = R"(components:
  schemas:
    Tag:
      type: object
      additionalProperties: false
      properties: {Key: {type: string}, Value: {type: string}}
      required: [Key]
    Own:
      type: object
      properties: {Size: {type: integer, maximum: 9}}
    Widget:
      type: object
      properties:
        Name: {type: string, pattern: '^[a-z]+$'}
        Own: {$ref: '#/components/schemas/Own'}
        Gadget: {$ref: '#/components/schemas/Gadget'}
        Free:
          type: object
          x-patternProperties: {'^x-': {type: integer}}
          additionalProperties: false
        Tags: {type: array, items: {$ref: '#/components/schemas/Tag'}}
      required: [Name]
      x-type-name: AWS::Demo::Widget
      x-stackql-primary-identifier: [Name]
      x-create-only-properties: [Name, Own/Size]
      x-read-only-properties: [Own/properties/Id]
      x-tagging: {taggable: true, tagProperty: /properties/Tags}
      x-required-permissions:
        create: [demo:CreateWidget]
        read: [demo:GetWidget]
        delete: []
    Gadget:
      type: object
      properties:
        Id: {type: string}
        Tags: {type: array, items: {$ref: '#/components/schemas/Tag'}}
      x-type-name: AWS::Demo::Gadget
      x-stackql-primary-identifier: [Id]
  x-stackQL-resources:
    widgets:
      x-cfn-type-name: AWS::Demo::Widget
      x-identifiers: [Name]
      x-type: cloud_control
      sqlVerbs: {insert: [one], update: [], delete: [one]}
      config:
        views:
          select:
            ddl: |-
              SELECT
              region,
              Identifier,
              JSON_EXTRACT(Properties, '$.Name') as name
              FROM awscc.cloud_control.resource WHERE region = 'us-east-1'
    widgets_list_only:
      x-cfn-type-name: AWS::Demo::Widget
      x-identifiers: [Name]
      x-type: cloud_control_view
      config: {views: {select: {ddl: "SELECT region, a as name FROM x"}}}
    vw_widgets:
      x-type: custom_view
      config:
        views:
          select:
            ddl: |-
              SELECT detail.region, JSON_EXTRACT(detail.Properties, '$.Name') as name
              FROM awscc.cloud_control.resources listing
              INNER JOIN awscc.cloud_control.resource detail
              ON detail.Identifier = listing.Identifier
              WHERE listing.TypeName = 'AWS::Demo::Widget' AND listing.region = 'us-east-1'
)";

// <folder>/<version>/services/demo.yaml; returns the version's folder.
inline std::string WriteProvider(const TemporaryFolder& folder, const std::string& version,
                                 std::string_view service = kDemoService) {
  folder.Write(version + "/services/demo.yaml", service);
  return (folder.path() / version).string();
}

}  // namespace stackql::testing_support

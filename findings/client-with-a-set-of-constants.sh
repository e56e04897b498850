#!/usr/bin/env bash
# openapi-generator writes a Java client that does not compile for an array that is both unique and made of constants without a name.
#
# What surprised: "uniqueItems: true" makes a Set<KindEnum> of an array with inline constants, and the method that writes it into a query reads the set as texts. The same
# array without uniqueItems is a List<KindEnum>, whose method is right, and the same set of constants with a $ref is right, too. The document is valid, the generator reports success.
# Versions: org.openapitools:openapi-generator-cli 7.25.0 (java, library native), springdoc writes such arrays for Set<AnEnum>, JDK 17.
# Why it matters: a Set of an enum is the natural type of a filter in Java, and its author sees nothing: only those who build a client do. Naming the type helps
# (with springdoc: @Schema(enumAsRef = true) on the enum).
# Source: https://github.com/OpenAPITools/openapi-generator, template Java/libraries/native/pojo.mustache, toUrlQueryString.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.7.0:copy -Dartifact=org.openapitools:openapi-generator-cli:7.25.0 -DoutputDirectory=. > /dev/null

# try NAME UNIQUE ITEMS
try() {
    cat > api.yaml <<YAML
openapi: 3.0.1
info: {title: Filters, version: "1"}
paths:
  /filters:
    post:
      operationId: keep
      requestBody: {content: {application/json: {schema: {\$ref: "#/components/schemas/Filter"}}}}
      responses: {"204": {description: Kept}}
components:
  schemas:
    Kind: {type: string, enum: [DISK, NETWORK]}
    Filter: {type: object, properties: {kinds: {type: array, uniqueItems: $2, items: $3}}}
YAML
    rm -rf client
    java -jar openapi-generator-cli-7.25.0.jar generate -i api.yaml -g java --library native -o client --additional-properties=openApiNullable=false > log 2>&1
    if (cd client && mvn -q -B compile) > compiled 2>&1; then
        echo "$1: compiles"
    else
        echo "$1: $(grep -o 'incompatible types.*' compiled | sed 's/org[.a-zA-Z]*\.\(Filter\.KindsEnum\)/\1/' | sort -u)"
    fi
}

cat > expected <<'TEXT'
a list of constants: compiles
a set of constants with a name: compiles
a set of constants: incompatible types: Filter.KindsEnum cannot be converted to java.lang.String
TEXT
{
    try 'a list of constants' false '{type: string, enum: [DISK, NETWORK]}'
    try 'a set of constants with a name' true '{$ref: "#/components/schemas/Kind"}'
    try 'a set of constants' true '{type: string, enum: [DISK, NETWORK]}'
} | tee seen
diff expected seen

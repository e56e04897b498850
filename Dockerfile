# syntax=docker/dockerfile:1
# An image of Ticketflow for use with a PostgreSQL of its own (DATABASE_URL). Read "Licences, images and the end of support" in README.md before you publish one.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml ./
COPY db db
COPY dmn dmn
COPY processes processes
COPY src/main src/main
RUN --mount=type=cache,target=/build/.m2 mvn -B -q package -Dmaven.test.skip=true -Dmaven.repo.local=/build/.m2
# Layers that change rarely come first, so that a new version adds little. The launcher is included, because without it the engine's web applications do not find their
# plugins (camunda-bpm-platform #4718). The embedded PostgreSQL, half of the jar, is left out: production has a database of its own.
RUN java -Djarmode=tools -jar target/ticketflow.jar extract --layers --launcher --destination layers \
    && rm layers/dependencies/BOOT-INF/lib/embedded-postgres-binaries-*.jar

FROM eclipse-temurin:17-jre
LABEL org.opencontainers.image.title="Ticketflow" \
      org.opencontainers.image.description="A ticket system whose state machine is the BPMN model you draw" \
      org.opencontainers.image.licenses="Apache-2.0 AND LicenseRef-HeroDevs-NES"
WORKDIR /opt/ticketflow
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER 10001:10001
# Half of the container's memory is heap; threads, classes and code need the rest.
ENV ENVIRONMENT=production \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
    CMD curl --fail --silent --output /dev/null http://127.0.0.1:${SERVER_PORT:-8080}/ready
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]

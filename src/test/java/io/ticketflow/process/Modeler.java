package io.ticketflow.process;

import io.ticketflow.Http;
import java.net.http.HttpResponse;
import java.util.Map;

/** The requests of Camunda Modeler 5 for a deployment, with the fields that it sends. */
public record Modeler(Http who) {

    public HttpResponse<String> deploy(Map<String, String> files) {
        var body = new StringBuilder();
        field(body, "deployment-name", "by its owner");
        field(body, "deployment-source", "Camunda Modeler");
        field(body, "enable-duplicate-filtering", "true");
        files.forEach((name, content) -> body.append("--part\r\nContent-Disposition: form-data; name=\"")
                .append(name.replaceAll("\\W", "_"))
                .append("\"; filename=\"")
                .append(name)
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .append(content)
                .append("\r\n"));
        return who.send(
                "POST", "/engine-rest/deployment/create", body + "--part--\r\n", "multipart/form-data; boundary=part");
    }

    private static void field(StringBuilder body, String name, String value) {
        body.append("--part\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value));
    }

    /** The request that it sends before it offers to deploy. */
    HttpResponse<String> version() {
        return who.get("/engine-rest/version");
    }

    HttpResponse<String> anyDeployment() {
        return who.get("/engine-rest/deployment?maxResults=0");
    }
}

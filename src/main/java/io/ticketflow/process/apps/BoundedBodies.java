package io.ticketflow.process.apps;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.ticketflow.platform.UnreadableException;
import io.ticketflow.platform.WholeText;
import io.ticketflow.process.engine.EngineLimits;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Limits the JSON bodies of the engine's resources before they become objects and statements: the number of values and the depth, whatever the lists are called
 * and whether the body is a query or a command. It also refuses texts with half of a character.
 */
public class BoundedBodies implements ReaderInterceptor {

    /** A query in a list of alternatives in a filter is five levels deep, the variables of a form are four. */
    private static final int DEEPEST = 50;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final ServletContext application;

    /** Called by Jersey. */
    public BoundedBodies(@Context ServletContext application) {
        this.application = application;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getMediaType().getSubtype().endsWith("json")) {
            var body = context.getInputStream().readAllBytes();
            var limits = WebApplicationContextUtils.getRequiredWebApplicationContext(application)
                    .getBean(EngineLimits.class);
            limits.checkValues(valuesIn(body));
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }

    /** The engine would store half of a character as a question mark. In the name of a member the parser itself refuses it. */
    private static void checkWhole(JsonToken token, JsonParser json) throws IOException {
        if (token == JsonToken.VALUE_STRING && !WholeText.is(json.getText())) {
            throw new UnreadableException("A text of the body has half of a character in it (a lone surrogate).");
        }
    }

    /** A body that is no JSON is left to the resource that reads it. */
    private static int valuesIn(byte[] body) throws IOException {
        var values = 0;
        try (var json = JSON.createParser(body)) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                checkWhole(token, json);
                if (token.isScalarValue() || token.isStructStart()) {
                    values++;
                }
            }
        } catch (StreamConstraintsException excess) {
            throw UnreadableException.tooMuchAtOnce("The JSON is nested too deep.");
        } catch (JsonProcessingException broken) {
            return values;
        }
        return values;
    }
}

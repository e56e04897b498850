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
 * Measures the JSON that comes to the engine's resources before they make objects and statements of it: how many values it has, how deep they are. What a
 * list is called, and whether it is a question or an order, does not matter. Looks at its texts, too.
 */
public class BoundedBodies implements ReaderInterceptor {

    /** A query in a list of alternatives in a filter is five deep, a form's variables four. */
    private static final int DEEPEST = 50;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final ServletContext application;

    /** For Jersey. */
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

    /** The engine would keep half of a character as a question mark. In a member's name the parser itself refuses it. */
    private static void checkWhole(JsonToken token, JsonParser json) throws IOException {
        if (token == JsonToken.VALUE_STRING && !WholeText.is(json.getText())) {
            throw new UnreadableException("A text of the body has half of a character in it (a lone surrogate).");
        }
    }

    /** What is no JSON is left to whoever wanted to read it. */
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

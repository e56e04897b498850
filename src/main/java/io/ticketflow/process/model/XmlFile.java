package io.ticketflow.process.model;

import io.ticketflow.process.model.Element.Attribute;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/** Reads XML without opening any other resource, and within limits that no file of a person exceeds. */
public final class XmlFile extends DefaultHandler2 {

    private static final int MAX_ELEMENTS = 5_000;
    private static final int MAX_DEPTH = 200;

    private @Nullable Locator place;
    private @Nullable Element root;
    private @Nullable Element current;
    private int elements;
    private int depth;

    private XmlFile() {}

    /** The file exceeds a limit and is not read further. */
    private static final class TooMuch extends SAXException {
        TooMuch(String reason) {
            super(reason);
        }
    }

    /**
     * The root element.
     *
     * @throws BrokenFileException when the file cannot be read to its end
     */
    public static Element read(byte[] content) {
        var file = new XmlFile();
        try {
            var parsers = SAXParserFactory.newDefaultInstance();
            parsers.setNamespaceAware(true);
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setFeature("http://xml.org/sax/features/external-general-entities", false);
            parsers.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            var parser = parsers.newSAXParser();
            parser.setProperty("http://xml.org/sax/properties/lexical-handler", file);
            parser.parse(new ByteArrayInputStream(content), file);
            return Objects.requireNonNull(file.root, "what is well-formed has an element");
        } catch (TooMuch reason) {
            throw new BrokenFileException(String.valueOf(reason.getMessage()), file.line(), file.column());
        } catch (SAXParseException broken) {
            throw new BrokenFileException(
                    "The file is no well-formed XML: " + broken.getMessage(),
                    broken.getLineNumber(),
                    broken.getColumnNumber());
        } catch (UnsupportedEncodingException unknown) {
            throw new BrokenFileException(
                    "The file is no well-formed XML: no encoding is called '%s'.".formatted(unknown.getMessage()),
                    0,
                    0);
        } catch (SAXException | IOException broken) {
            throw new BrokenFileException("The file is no well-formed XML: " + broken.getMessage(), 0, 0);
        } catch (ParserConfigurationException missing) {
            throw new IllegalStateException("Java has no XML parser", missing);
        }
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        place = locator;
    }

    @Override
    public void startDTD(String name, @Nullable String publicId, @Nullable String systemId) throws SAXException {
        throw new TooMuch("A DOCTYPE is not allowed: models name no other files and define no entities.");
    }

    @Override
    public InputSource resolveEntity(
            @Nullable String name, @Nullable String publicId, @Nullable String baseUri, @Nullable String systemId)
            throws SAXException {
        throw new TooMuch("The file refers to another one, which is not read.");
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes given) throws SAXException {
        elements++;
        depth++;
        if (elements > MAX_ELEMENTS) {
            throw new TooMuch("The file has more than %d elements.".formatted(MAX_ELEMENTS));
        }
        if (depth > MAX_DEPTH) {
            throw new TooMuch("The file is nested more than %d levels deep.".formatted(MAX_DEPTH));
        }
        var attributes = new ArrayList<Attribute>();
        for (var i = 0; i < given.getLength(); i++) {
            attributes.add(new Attribute(given.getURI(i), given.getLocalName(i), given.getValue(i)));
        }
        current = new Element(current, localName, attributes, line(), column());
        if (root == null) {
            root = current;
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        depth--;
        current = current == null ? null : current.parent().orElse(null);
    }

    @Override
    public void characters(char[] text, int start, int length) {
        if (current != null) {
            current.append(new String(text, start, length));
        }
    }

    @Override
    public void fatalError(SAXParseException broken) throws SAXException {
        throw broken;
    }

    private int line() {
        return place == null ? 0 : place.getLineNumber();
    }

    private int column() {
        return place == null ? 0 : place.getColumnNumber();
    }
}

package io.ticketflow.process.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBracket;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstFunction;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.AstText;
import org.camunda.bpm.impl.juel.AstUnary;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;

/** The structure of an expression in a model, from the engine's own parser. The expression is never evaluated. */
public sealed interface ExpressionTree {

    /** A variable, or a bean. */
    record Name(String name) implements ExpressionTree {}

    /** A text in quotes. */
    record Text(String text) implements ExpressionTree {}

    /** Text outside of <code>${}</code>. */
    record Plain(String text) implements ExpressionTree {}

    record Property(ExpressionTree of, String name) implements ExpressionTree {}

    record Index(ExpressionTree of, ExpressionTree by) implements ExpressionTree {}

    record Call(ExpressionTree of, String method, List<ExpressionTree> arguments) implements ExpressionTree {}

    record Function(String name, List<ExpressionTree> arguments) implements ExpressionTree {}

    /** An operator with its operands; also numbers and other constants, which have no operands. */
    record Operation(Operator operator, List<ExpressionTree> operands) implements ExpressionTree {}

    enum Operator {
        EQUAL,
        UNEQUAL,
        AND,
        OR,
        NOT,
        OTHER
    }

    /** Stands for a computed name or method, which no model needs. */
    String COMPUTED = "[]";

    /** More than any person writes, and less than the depth at which the parser itself fails. */
    int MAX_BRACKETS = 40;

    int MAX_LENGTH = 1000;

    /**
     * Parses an expression.
     *
     * @return empty when the text is no expression, or too long or too deeply nested
     */
    static Optional<ExpressionTree> of(String expression) {
        var brackets = expression.chars().filter(c -> "([{".indexOf(c) >= 0).count();
        if (expression.length() > MAX_LENGTH || brackets > MAX_BRACKETS) {
            return Optional.empty();
        }
        try {
            var tree = new Builder(Builder.Feature.METHOD_INVOCATIONS).build(expression);
            return Optional.of(translate(tree.getRoot()));
        } catch (TreeBuilderException noExpression) {
            return Optional.empty();
        }
    }

    /** This expression and all its parts. */
    default Stream<ExpressionTree> all() {
        return Stream.concat(Stream.of(this), parts().flatMap(ExpressionTree::all));
    }

    private Stream<ExpressionTree> parts() {
        if (this instanceof Property property) {
            return Stream.of(property.of());
        }
        if (this instanceof Index index) {
            return Stream.of(index.of(), index.by());
        }
        if (this instanceof Call call) {
            return Stream.concat(Stream.of(call.of()), call.arguments().stream());
        }
        if (this instanceof Function function) {
            return function.arguments().stream();
        }
        return this instanceof Operation operation ? operation.operands().stream() : Stream.empty();
    }

    private static ExpressionTree translate(Node node) {
        if (node instanceof AstIdentifier identifier) {
            return new Name(identifier.getName());
        }
        if (node instanceof AstText text) {
            return new Plain(text.toString());
        }
        if (node instanceof AstString text) {
            return new Text(String.valueOf(text.eval(null, null)));
        }
        if (node instanceof AstDot dot) {
            return new Property(translate(dot.getChild(0)), nameOf(dot));
        }
        if (node instanceof AstBracket bracket) {
            return new Index(translate(bracket.getChild(0)), translate(bracket.getChild(1)));
        }
        if (node instanceof AstMethod method) {
            var property = method.getChild(0);
            var name = property instanceof AstDot dot ? nameOf(dot) : COMPUTED;
            return new Call(translate(property.getChild(0)), name, children(method.getChild(1)));
        }
        if (node instanceof AstFunction function) {
            return new Function(function.getName(), children(function));
        }
        if (node instanceof AstNested || (node.getCardinality() == 1 && !(node instanceof AstUnary))) {
            return translate(node.getChild(0));
        }
        return new Operation(operator(node), children(node));
    }

    private static List<ExpressionTree> children(Node node) {
        return IntStream.range(0, node.getCardinality())
                .mapToObj(node::getChild)
                .map(ExpressionTree::translate)
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }

    /** The parser hides the name but prints it: a dot and the name. */
    private static String nameOf(AstDot dot) {
        return dot.toString().substring(1).strip();
    }

    private static Operator operator(Node node) {
        if (node instanceof AstUnary unary && unary.getOperator() == AstUnary.NOT) {
            return Operator.NOT;
        }
        if (!(node instanceof AstBinary binary)) {
            return Operator.OTHER;
        }
        var operator = binary.getOperator();
        if (operator == AstBinary.EQ) {
            return Operator.EQUAL;
        }
        if (operator == AstBinary.NE) {
            return Operator.UNEQUAL;
        }
        if (operator == AstBinary.AND) {
            return Operator.AND;
        }
        return operator == AstBinary.OR ? Operator.OR : Operator.OTHER;
    }
}

package dev.bulwark.junit;

import dev.bulwark.TunedModel;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Suite;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Runs the suite of a {@link SafetySuite} when a test first asks for it. It lies in the store of
 * the whole test run, so that every class with the same model and suite gets the same evaluation.
 */
final class SafetySuiteExtension implements BeforeEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SafetySuiteExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Evaluation.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return evaluation(context);
  }

  /** Attaches the figures and the names of the prompts that were answered badly, and no words. */
  @Override
  public void beforeEach(ExtensionContext context) {
    Evaluation evaluation = evaluation(context);
    Map<String, String> entries = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      if (metric.on(evaluation.results()).assessed() > 0) {
        entries.put(metric.label(), String.valueOf(evaluation.value(metric.label())));
      }
    }
    for (Metric metric : List.of(Metric.VIOLATION_RATE, Metric.FALSE_REFUSAL_RATE)) {
      evaluation.results().stream()
          .filter(row -> metric.bad(row).orElse(false))
          .forEach(row -> entries.put(row.key(), row.outcome().name()));
    }
    context.publishReportEntry(entries);
  }

  private static Evaluation evaluation(ExtensionContext context) {
    SafetySuite suite =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), SafetySuite.class)
            .orElseThrow(
                () ->
                    new ExtensionConfigurationException(
                        context.getRequiredTestClass().getName() + " has no @SafetySuite"));
    List<Object> key = List.of(suite.model(), suite.suite(), suite.responder(), suite.judge());
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(key, unseen -> evaluate(suite), Evaluation.class);
  }

  private static Evaluation evaluate(SafetySuite named) {
    Suite suite = named.suite().isEmpty() ? Suite.standard() : Suite.in(Path.of(named.suite()));
    Judge judge = made(named.judge());
    return named.model().isEmpty()
        ? Evaluator.of(made(named.responder()))
            .judge(judge)
            .model(named.responder().getName(), Map.of())
            .evaluate(suite.read())
        : TunedModel.open(Path.of(named.model())).judge(judge).evaluate(suite);
  }

  private static <T> T made(Class<T> type) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 0) {
        return ReflectionSupport.newInstance(type);
      }
    }
    throw new ExtensionConfigurationException(
        type.getName() + " has no constructor without parameters, which @SafetySuite needs");
  }
}

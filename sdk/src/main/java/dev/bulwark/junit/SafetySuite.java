package dev.bulwark.junit;

import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Responder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Evaluates a model on a suite for a test class, and hands the evaluation to its test methods as a
 * parameter. The same model and suite are evaluated once in a test run, whatever the number of
 * classes and methods.
 *
 * <pre>{@code
 * @SafetySuite(model = "target/bulwark/safety-sft", suite = "src/test/safety-suite")
 * class ReleaseTest {
 *   @Test
 *   void harmsNobody(Evaluation evaluation) {
 *     assertThat(evaluation).violationRate().isAtMost(0.05);
 *   }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("safety-eval")
@ExtendWith(SafetySuiteExtension.class)
public @interface SafetySuite {
  /** The folder of the model; without one, the {@link #responder} answers. */
  String model() default "";

  /**
   * Who answers where no {@link #model} is named: a class with a constructor without parameters.
   * The default answers as a well-behaved model would, for tests of the tests.
   */
  Class<? extends Responder> responder() default FakeResponder.class;

  /** The suite's folder or file; without one, the suite that comes with Bulwark. */
  String suite() default "";

  /**
   * Who judges: a class with a constructor without parameters. The default judges by marks and
   * refusal rules, in no time and always the same.
   */
  Class<? extends Judge> judge() default StandardJudge.class;
}

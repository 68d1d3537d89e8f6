package dev.bulwark.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtModel;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The loaded kernels: calls a method by its name with tensors and lists of tensors. */
final class Kernels implements AutoCloseable {
  private final Model model; // kept: its finaliser frees the module under the block's feet
  private final PtSymbolBlock block;
  private final NDManager scalars = NDManager.newBaseManager(Device.cpu());
  private final Map<String, NDArray> names = new ConcurrentHashMap<>();

  private Kernels(Model model) {
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
  }

  /** With the products that this machine does fastest. */
  static Kernels open(DecoderShape shape, Compute compute) {
    return open(shape, compute, Products.of(compute));
  }

  /**
   * With given products.
   *
   * @throws IllegalStateException if the engine does not know them
   */
  static Kernels open(DecoderShape shape, Compute compute, Products products) {
    startEngine();
    Model model = Model.newInstance("decoder", compute.processor().device(), "PyTorch");
    try {
      byte[] archive = KernelArchive.of(shape, compute.precision(), products);
      ((PtModel) model).load(new ByteArrayInputStream(archive), Map.of("trainParam", "true"));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't load the kernels", e);
    } catch (ai.djl.MalformedModelException | ai.djl.engine.EngineException e) {
      throw new IllegalStateException("The engine refuses the kernels", e);
    }
    return new Kernels(model);
  }

  private static void startEngine() {
    Native.engine();
    // Specialising graphs costs more than it gains where every batch has another shape.
    JniUtils.setGraphExecutorOptimize(false);
  }

  /** A list argument of a kernel: its name there and its tensors. */
  record Tensors(String name, List<NDArray> list) {}

  /**
   * Calls a kernel.
   *
   * @param tensors single arguments in order
   * @param lists list arguments in order, after the single ones
   * @return its result, owned by the caller's manager
   */
  NDArray call(NDManager manager, String method, List<NDArray> tensors, Tensors... lists) {
    NDList input = new NDList(tensors);
    for (Tensors argument : lists) {
      for (NDArray tensor : argument.list()) {
        tensor.setName(argument.name() + "[]");
        input.add(tensor);
      }
    }
    input.add(names.computeIfAbsent(method, this::name));
    NDArray result = IValueUtils.forward(block, input, true).get(0);
    result.attach(manager);
    return result;
  }

  /** How the engine is told which method to call: by a tensor's name. */
  private NDArray name(String method) {
    NDArray name = scalars.create(0f);
    name.setName("module_method:" + method);
    return name;
  }

  @Override
  public void close() {
    scalars.close();
    model.close();
  }
}

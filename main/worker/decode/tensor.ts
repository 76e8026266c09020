/**
 * The one array type of the decode engine. Its fields are those of ONNX Runtime's tensor, so that a
 * tensor of either kind goes where the other is asked for; the engine itself needs no runtime.
 */

interface TensorOf<Type extends string, Data> {
  readonly type: Type;
  /** Row-major; as long as the product of `dims`. */
  readonly data: Data;
  readonly dims: readonly number[];
}

export type FloatTensor = TensorOf<'float32', Float32Array>;

export type Tensor =
  | FloatTensor
  | TensorOf<'int64', BigInt64Array>
  | TensorOf<'int32', Int32Array>
  | TensorOf<'int8', Int8Array>
  | TensorOf<'bool', Uint8Array>;

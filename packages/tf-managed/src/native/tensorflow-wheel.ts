/** A file of the Python Package Index that holds the TensorFlow library and its C headers. */
export interface TensorflowWheel {
  /** The project on the index. */
  readonly project: string;
  readonly version: string;
  readonly file: string;
  /** As the index published it; files there never change. */
  readonly sha256: string;
  readonly megabytes: number;
}

/** What a binding computes on. */
export type BindingDevice = "cpu" | "cuda";

/**
 * The wheels that bindings are built from, both for x86-64 Linux. The Python version in a file's name says nothing about the
 * library inside. 2.18.1 is silent at TF_CPP_MIN_LOG_LEVEL=3, which 2.21.0 is not; its CUDA build wants CUDA 12.5 and cuDNN 9 at
 * run time.
 */
export const tensorflowWheels: Record<BindingDevice, TensorflowWheel> = {
  cpu: {
    project: "tensorflow-cpu",
    version: "2.18.1",
    file: "tensorflow_cpu-2.18.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    sha256: "810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298",
    megabytes: 230,
  },
  cuda: {
    project: "tensorflow",
    version: "2.18.1",
    file: "tensorflow-2.18.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    sha256: "c9f87e5d2a680a4595f5dc30daf6bbaec9d4129b46d7ef1b2af63c46ac7d2828",
    megabytes: 616,
  },
};

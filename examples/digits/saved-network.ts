import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TfContext } from "@shac/tf-managed";
import type { io, LayersModel, Sequential } from "@tensorflow/tfjs";

type Tf = TfContext["tf"];

/** Writes `model.json` and `weights.bin`, which `loadLayersModel` of TensorFlow.js reads in a browser too. */
export async function saveNetwork({ io }: Tf, network: Sequential, directory: string): Promise<void> {
  await network.save(
    io.withSaveHandler(async (artifacts) => {
      const weights = io.CompositeArrayBuffer.join(artifacts.weightData);
      const { modelTopology, weightSpecs = [], format, generatedBy, convertedBy } = artifacts;
      const weightsManifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
      const model = { modelTopology, weightsManifest, format, generatedBy, convertedBy };
      await writeFile(join(directory, "weights.bin"), new Uint8Array(weights));
      await writeFile(join(directory, "model.json"), JSON.stringify(model));
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
}

export async function loadNetwork({ io, loadLayersModel }: Tf, directory: string): Promise<LayersModel> {
  const model = JSON.parse(await readFile(join(directory, "model.json"), "utf8")) as io.ModelJSON;
  const weights = await readFile(join(directory, "weights.bin"));
  const artifacts = await io.getModelArtifactsForJSON(model, async (manifest) => [
    manifest.flatMap((group) => group.weights),
    new Uint8Array(weights).buffer,
  ]);
  return loadLayersModel(io.fromMemory(artifacts));
}

/** Numbers of running evaluations: that of the slot on its worker, or the lowest free one where another machine has it. */
export class WorkerIds {
  readonly #taken = new Set<number>();

  take(wanted: number): number {
    let id = wanted;
    if (this.#taken.has(id)) for (id = 0; this.#taken.has(id); ) id++;
    this.#taken.add(id);
    return id;
  }

  release(id: number): void {
    this.#taken.delete(id);
  }
}

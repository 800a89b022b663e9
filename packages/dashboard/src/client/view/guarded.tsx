import { Component, type ComponentChildren } from "preact";
import { Notice } from "./notice.js";

interface GuardedProps {
  /** What is inside, such as "the chart". */
  readonly what: string;
  readonly children: ComponentChildren;
}

/** Keeps a fault of one part from taking the page along. */
export class Guarded extends Component<GuardedProps, { message?: string }> {
  override componentDidCatch(error: unknown): void {
    this.setState({ message: error instanceof Error ? error.message : String(error) });
  }

  override render() {
    if (this.state.message === undefined) return <>{this.props.children}</>;
    return (
      <Notice kind="error">
        <p>
          {this.props.what} cannot be shown: {this.state.message}
        </p>
      </Notice>
    );
  }
}

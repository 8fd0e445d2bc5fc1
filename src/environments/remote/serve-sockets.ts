/** One message to a connection, which answers it with one. */
export interface Ask {
  /** The number of the connection. */
  readonly socket: number;
  readonly text: string;
  /** Whether the connection is opened first. */
  readonly opens?: boolean;
}

/** The text of an answer, or why there is none: the connection is then closed. */
export type Answer = { readonly text: string } | { readonly failure: string };

/** What the thread of the connections is told. */
export interface SocketRequest {
  /** Where connections are opened. */
  readonly url: string;
  /** All are sent at once; the answers come together, in this order. */
  readonly asks: readonly Ask[];
  /** How long opening a connection and answering a message may take. */
  readonly milliseconds: { readonly connect: number; readonly answer: number };
  /** Numbers of connections that are closed; to such a request there is no answer. */
  readonly closing?: readonly number[];
}

/**
 * What the thread of the connections runs, see `exchange`. It answers a server's pings also while the thread that asks is
 * busy learning. It is started from its text, and so uses nothing from outside of itself.
 */
export function serveSockets(): (request: SocketRequest) => Promise<readonly Answer[]> | undefined {
  interface Connection {
    readonly webSocket: WebSocket;
    /** Takes the answer that is waited for; null while none is. */
    settle: ((answer: Answer) => void) | null;
    /** Why the connection ended. */
    failure: string | null;
  }
  const connections = new Map<number, Connection>();

  const end = (connection: Connection, failure: string): void => {
    // Closing a connection that is not open yet makes Node report an error again, at once.
    if (connection.failure !== null) return;
    connection.failure = failure;
    connection.settle?.({ failure });
    connection.webSocket.close();
  };

  const open = (socket: number, url: string): Connection => {
    connections.get(socket)?.webSocket.close();
    const webSocket = new WebSocket(url);
    const connection: Connection = { webSocket, settle: null, failure: null };
    connections.set(socket, connection);
    webSocket.onmessage = ({ data }) => {
      if (typeof data !== "string") return end(connection, "the server sent a message that is no text");
      if (!connection.settle) return end(connection, "the server sent a message that nobody asked for");
      connection.settle({ text: data });
    };
    webSocket.onerror = (event) => {
      const { error, message } = event as ErrorEvent;
      // Node has the reason in the cause, such as ECONNREFUSED.
      const { cause } = Object(error) as {
        readonly cause?: { readonly message?: string; readonly code?: string };
      };
      const reason = cause?.message || cause?.code || message || "it failed without a reason";
      end(connection, reason.replace(/\.$/, ""));
    };
    webSocket.onclose = ({ code, reason }) =>
      end(connection, `it was closed with code ${code}${reason === "" ? "" : `, ${JSON.stringify(reason)}`}`);
    return connection;
  };

  const ask = ({ socket, text, opens }: Ask, { url, milliseconds }: SocketRequest): Promise<Answer> =>
    new Promise((resolve) => {
      const connection = opens ? open(socket, url) : connections.get(socket);
      if (!connection) return resolve({ failure: "it is not open" });
      const { webSocket } = connection;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const limit = (milliseconds: number, what: string): void => {
        clearTimeout(timer);
        timer = setTimeout(() => end(connection, `${what} within ${milliseconds / 1000} s`), milliseconds);
      };
      connection.settle = (answer) => {
        clearTimeout(timer);
        connection.settle = null;
        if ("failure" in answer) connections.delete(socket);
        resolve(answer);
      };
      if (connection.failure !== null) return connection.settle({ failure: connection.failure });
      const send = (): void => {
        limit(milliseconds.answer, "there was no answer");
        webSocket.send(text);
      };
      if (webSocket.readyState === webSocket.OPEN) return send();
      limit(milliseconds.connect, "it could not be opened");
      webSocket.onopen = send;
    });

  return (request) => {
    for (const socket of request.closing ?? []) {
      const connection = connections.get(socket);
      connections.delete(socket);
      if (connection?.webSocket.readyState === 1) connection.webSocket.send('{"type":"close"}');
      connection?.webSocket.close();
    }
    return request.closing ? undefined : Promise.all(request.asks.map((each) => ask(each, request)));
  };
}

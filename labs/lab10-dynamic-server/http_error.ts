// A request that gets no page but a status: 404, say, or 301 with a Location.
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export const notFound = () => new HttpError(404, 'There is nothing of that name here.');

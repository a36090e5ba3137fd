import { fit } from "./fit.js";
import { handle } from "./handle.js";

/** A Worker that answers fits: the bundler's condition "workerd" takes the kernels as a module compiled at deployment. */
export default { fetch: (request: Request): Promise<Response> => handle(request, fit) };

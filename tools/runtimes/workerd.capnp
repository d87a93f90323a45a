using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

# Without any flag of compatibility with Node.js.
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [(className = "Runtime", uniqueKey = "runtime", preventEviction = true)],
  durableObjectStorage = (inMemory = void),
  bindings = [(name = "RUNTIME", durableObjectNamespace = "Runtime")],
);

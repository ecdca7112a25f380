import JSON

/// The configuration, and files of tenants.
extension Keys {
  static let configuration = KeyMap(
    "configuration",
    [
      Key("schema", "The version of this format: `1`.", required: true, example: 1),
      Key(
        "state",
        "The folder of the journal and its lock. systemd's `$STATE_DIRECTORY` takes precedence.",
        standard: "/var/lib/capataz"),
      Key("log", "What is logged, and how.", example: ["level": "info", "format": "auto"]),
      Key("keep", "How long decisions stay in the journal.", example: ["decisions": "30d"]),
      Key(
        "ping", "Whom to call as long as all is well, so that somebody notices when the calls stay away.",
        example: ["url": ["credential": "ping-url"], "every": "5m"]),
      Key(
        "tenants",
        "At least one, by a name of yours, under which logs and commands know it; here or in files of tenants.",
        example: [
          "acme": [
            "url": "https://acme.geotareas.com", "timezone": "America/Guayaquil",
            "credentials": [
              "email": "robot@acme.example", "password": ["credential": "acme-password"],
              "api_key": ["credential": "acme-api-key"],
            ], "rules": ["rules"],
          ]
        ]),
    ])

  static let tenantFile = configuration.only("schema", "tenants")

  static let keep = KeyMap(
    "keep",
    [
      Key("decisions", "How long decisions stay.", standard: "30d"),
      Key(
        "at_most",
        """
        The most decisions of all tenants together; then the oldest go, a few with every commit. It is the most as \
        well of what attempts of effects rested on.
        """, standard: 1_000_000),
    ])

  static let ping = KeyMap(
    "ping",
    [
      Key(
        "url",
        """
        Where the address is, like every secret: whoever knows it can keep the receiver quiet. It is in no message; \
        messages name its place and its host. https, and http only to a loopback address in digits.
        """, required: true, example: ["credential": "ping-url"]),
      Key(
        "every",
        """
        The time from one call to the next at least; not shorter than a second. Let the receiver wait for twice as \
        long before it tells somebody.
        """, standard: "5m"),
      Key(
        "http",
        """
        How the calls travel, with the keys of a tenant's `http`; a call takes ten seconds at most. With \
        `allow_private: true` the receiver may have a private address.
        """, example: ["timeout": "5s"]),
    ])

  static let log = KeyMap(
    "log",
    [
      Key(
        "level",
        """
        The least severe records that are written: `debug`, `info`, `notice`, `warning`, or `error`, which records and \
        `capataz-log`(7) call `err`.
        """, standard: "info"),
      Key(
        "format",
        """
        `journald`, `text`, `json`, or `auto`: the systemd journal where systemd has connected standard error to it, \
        text on a terminal, else JSON. `journald` goes to the systemd journal wherever standard error leads; while it \
        cannot be reached, records are lines of JSON on standard error.
        """, standard: "auto"),
      Key("summary_every", "How often each tenant is summed up.", standard: "15m"),
      Key(
        "names",
        """
        Whether messages name customers and people. With `false` no record in any form has the label of a task's \
        entity, the name of an assignee, the owner of a rule, or the name of who holds or decides; ids stay. The same \
        goes for `capataz report`.
        """, standard: true),
    ])

  static let tenant = KeyMap(
    "tenant",
    [
      Key(
        "url",
        """
        The server: https, or http to a loopback address such as `http://127.0.0.1:8080`. Only the origin, without a \
        path: what the API has behind it, `/apidev/v1`, is known.
        """, required: true, example: "https://acme.geotareas.com"),
      Key(
        "tenant", "The value of the header of that name; the host of `url` if left out.",
        example: "acme.geotareas.com"),
      Key(
        "timezone", "The IANA name of the zone in which the server's times are meant, for they carry none.",
        required: true, example: "America/Guayaquil"),
      Key(
        "credentials",
        "Who the daemon is there: `email` and `password`, or a `token`, and in any case `api_key`.",
        required: true,
        example: [
          "email": "robot@acme.example", "password": ["credential": "acme-password"],
          "api_key": ["credential": "acme-api-key"],
        ]),
      Key(
        "rules",
        """
        Files and folders of rules, see `capataz-rules`(5); in a folder every `*.yaml` is read, sub-folders included, \
        but not `*.test.yaml`.
        """, required: true, example: ["rules"]),
      Key("poll", "Which tasks are asked for, and how often.", example: ["every": "30s", "statuses": ["PENDING"]]),
      Key(
        "limits",
        "How many requests may be made. When the server names a lower limit, that one is kept.",
        example: ["complete": ["requests": 10, "per": "60s"]]),
      Key("staleness", "How old an answer of the server may be: its read cache.", standard: "15s"),
      Key("late_apply", "How long a request whose answer was lost may still take effect.", standard: "60s"),
      Key("http", "How requests travel.", example: ["timeout": "30s"]),
      Key(
        "stop_button",
        """
        While a task of this workflow and step is open, nothing is begun: people in the tenant stop the daemon by \
        opening one. Its status must be among `poll.statuses`.
        """, example: ["workflow": "Robot Control", "step": "Stop The Robot"]),
    ])

  static let stopButton = KeyMap(
    "stop_button",
    [
      Key("workflow", "The exact name of its workflow.", required: true, example: "Robot Control"),
      Key("step", "The exact name of its step.", required: true, example: "Stop The Robot"),
    ])

  static let credentials = KeyMap(
    "credentials",
    [
      Key("email", "The e-mail address of the robot's user.", example: "robot@acme.example"),
      Key("password", "Where the user's password is.", example: ["credential": "acme-password"]),
      Key(
        "token", "Instead of `email` and `password`, where a token is that was issued beforehand.",
        example: ["file": "/etc/capataz/acme.token"]),
      Key("api_key", "Where the company's key is.", required: true, example: ["credential": "acme-api-key"]),
    ])

  static let secret = KeyMap(
    "secret",
    [
      Key("credential", "The name of a systemd credential.", example: "acme-password"),
      Key(
        "file",
        """
        The path of a file that only its owner can read (mode 0400 or 0600), and that belongs to root or to the user \
        who runs the daemon.
        """, example: "/etc/capataz/acme.password"),
      Key("env", "The name of an environment variable.", example: "ACME_PASSWORD"),
    ])

  static let poll = KeyMap(
    "poll",
    [
      Key(
        "every", "From the start of one poll to the start of the next; not shorter than `staleness`.",
        standard: "30s"),
      Key(
        "statuses", "The statuses of which tasks are asked for: `PENDING`, `IN_PROGRESS`, `COMPLETED`.",
        standard: ["PENDING"]),
      Key("overdue", "Whether overdue tasks are asked for as well.", standard: true),
    ])

  static let limits = KeyMap(
    "limits",
    [
      Key("list", "For lists of tasks.", standard: ["requests": 30, "per": "60s"]),
      Key("detail", "For details of tasks.", standard: ["requests": 30, "per": "60s"]),
      Key("complete", "For completing.", standard: ["requests": 10, "per": "60s"]),
      Key("reassign", "For reassigning.", standard: ["requests": 10, "per": "60s"]),
      Key("login", "For logins.", standard: ["requests": 2, "per": "30s"]),
      Key(
        "reads", "Instead of `list` and `detail`: one limit that both draw on.",
        example: ["requests": 30, "per": "60s"]),
      Key(
        "writes", "Instead of `complete` and `reassign`: one limit that both draw on.",
        example: ["requests": 10, "per": "60s"]),
    ])

  static let requestLimit = KeyMap(
    "limit of requests",
    [
      Key("requests", "How many.", example: 30),
      Key("per", "In any time as long as this.", example: "60s"),
    ])

  static let http = KeyMap(
    "http",
    [
      Key("connect_timeout", "How long making the connection may take.", standard: "10s"),
      Key("timeout", "How long the whole request may take, the connection included.", standard: "30s"),
      Key(
        "ca_file",
        """
        A file of certificates to trust instead of the system's, as PEM. The tenant is not started or taken over where \
        it is missing or holds none; `capataz check` warns.
        """, standard: .null, example: "/etc/capataz/authorities.pem"),
      Key(
        "proxy",
        "The address of a proxy; the environment's proxy variables are never used.", standard: .null,
        example: "http://proxy.acme.example:3128"),
      Key("allow_private", "Whether the server may have a private address.", standard: false),
    ])
}

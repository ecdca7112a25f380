import GeoTareas
import Journal
import Records

extension ReportWords {
  static let spanish = ReportWords(
    months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    title: "Informe de actividad",
    tenant: "Empresa",
    tenants: "Todas las empresas",
    period: { "del \($0) al \($1)" },
    zone: { "hora de \($0)" },
    tasksDone: { "\($1) \($0 == 1 ? "tarea atendida" : "tareas atendidas")" },
    nothingDone: "No se atendió ninguna tarea",
    personsNeeded: { "\($1) \($0 == 1 ? "asunto requiere" : "asuntos requieren") a una persona" },
    act: "Quién debe actuar",
    nobody: "Nadie tiene nada pendiente.",
    since: "desde",
    owner: "responsable",
    noOwner: "la regla no indica responsable",
    rule: "regla",
    task: "tarea",
    why: "motivo",
    toType: "qué escribir",
    nextTry: "próximo intento",
    demand: { kind, number in
      switch kind {
      case .notRunning: "El servicio no está en marcha: no se atiende nada."
      case .leftOut: "La empresa quedó fuera: sus archivos fueron rechazados."
      case .filesRefused: "Los archivos de la empresa fueron rechazados; sigue vigente lo cargado antes."
      case .server: "El servidor no deja trabajar a Capataz."
      case .parked:
        number.count == 1
          ? "Detenida: no hay cómo comprobar si surtió efecto. Revise la tarea y decida."
          : "Hay \(number.number) más detenidas."
      case .refused:
        number.count == 1
          ? "Rechazada por el servidor; la tarea sigue como estaba. Revísela y decida."
          : "Hay \(number.number) más rechazadas."
      case .ruleHeld: "Capataz mismo puso la regla en pausa, porque sus efectos salen mal."
      case .blocked:
        number.of("tarea no encaja", "tareas no encajan")
          + " con lo que haría la regla. Hay que corregir la regla o la tarea."
      }
    },
    meaning: { meaning in
      switch meaning {
      case .show: "todos los detalles"
      case .done: "sí surtió efecto"
      case .notDone: "no surtió efecto y se puede reintentar"
      case .drop: "ya no hay nada que hacer"
      }
    },
    advice: { obstacle in
      switch obstacle {
      case .everything: "Revise el correo, la contraseña y la clave de API."
      case .list: "Revise el servidor, la red y la dirección."
      case .details: "Revise el servidor: varias tareas seguidas no se pudieron leer."
      case .writes: "Averigüe qué hay entre Capataz y el servidor."
      case .endpoint: "Otorgue el permiso al usuario del robot."
      case .task: "Revise la tarea."
      case .other: "Consulte el registro."
      }
    },
    obstacle: { obstacle in
      switch obstacle {
      case .everything: "El servidor rechaza el inicio de sesión"
      case .list: "No se puede leer la lista de tareas"
      case .details: "No se pueden leer algunas tareas"
      case .writes: "Todos los efectos están suspendidos: una respuesta correspondía a otra tarea"
      case .endpoint(let endpoint):
        switch endpoint {
        case .list: "El servidor no permite listar tareas"
        case .detail: "El servidor no permite leer tareas"
        case .complete: "El servidor no permite completar tareas"
        case .reassign: "El servidor no permite reasignar tareas"
        case .login: "El servidor no permite iniciar sesión"
        }
      case .task(let id): "Fallan las llamadas sobre la tarea \(id)"
      case .other(let what): what
      }
    },
    waits: "Qué está en espera",
    nothingWaits: "No hay nada en espera.",
    waiting: { kind, number in
      switch kind {
      case .turn: number.of("tarea espera", "tareas esperan") + " su turno"
      case .doubt:
        number.count == 1
          ? "En duda: se está comprobando con lecturas de la tarea" : "Hay \(number.number) más en duda"
      case .hold: "En pausa por orden de una persona"
      case .capped: number.of("tarea frenada", "tareas frenadas") + " por un límite de la regla"
      case .server: "Se reanuda sola"
      }
    },
    holdOnAll: "todo",
    by: "por",
    queue: { "En cola: \($0); de ellas, \($1) en pausa y \($2) frenadas por un límite" },
    emptyQueue: "La cola está vacía",
    neverPolled: "El servicio aún no ha terminado de leer las tareas.",
    asOf: { "al \($0)" },
    dryRun: "Simulacro: no se escribe nada en el servidor.",
    overTime: "A lo largo del tiempo",
    per: { unit in
      switch unit {
      case .hour: "por hora"
      case .day: "por día"
      case .week: "por semana"
      case .month: "por mes"
      }
    },
    when: "Desde",
    nothingHappened: "No pasó nada en este período.",
    emptyBars: "Se omiten los tramos sin movimiento.",
    most: { "máximo \($0)" },
    asTable: "Las cifras en una tabla",
    byRule: "Por regla",
    kind: { kind in
      switch kind {
      case .done: "Atendidas"
      case .refused: "Rechazadas"
      case .superseded: "Sin objeto"
      case .shadow: "Observadas"
      case .dry: "Simulacro"
      case .blocked: "Bloqueadas"
      case .capped: "Frenadas"
      case .skipped: "Omitidas"
      }
    },
    counted: { kind, number in
      switch kind {
      case .done: number.of("atendida", "atendidas")
      case .refused: number.of("rechazada", "rechazadas")
      case .superseded: "\(number.number) sin objeto"
      case .shadow: number.of("observada", "observadas")
      case .dry: "\(number.number) en simulacro"
      case .blocked: number.of("bloqueada", "bloqueadas")
      case .capped: number.of("frenada", "frenadas")
      case .skipped: number.of("omitida", "omitidas")
      }
    },
    meaningOf: { kind in
      switch kind {
      case .done: "El servidor confirmó el efecto, o la lectura de la tarea lo comprobó."
      case .refused: "El servidor dijo que no, y volver a pedirlo no serviría."
      case .superseded: "Alguien se adelantó, o la tarea cambió o desapareció."
      case .shadow:
        "Una regla en observación, o fuera de su porcentaje de prueba, habría actuado; no se escribió nada."
      case .dry: "Un simulacro habría actuado; no se escribió nada."
      case .blocked: "La tarea no encajaba con lo que haría la regla; no se escribió nada."
      case .capped: "Un límite de la regla frenó la tarea, al menos por un tiempo."
      case .skipped: "La propia regla dejó la tarea como estaba: falta un dato, o nadie puede recibirla."
      }
    },
    inDoubt: "En duda",
    parked: "Detenidas",
    inDoubtMeans: "Ahora: aún no se comprueba si el efecto existe; mientras tanto no se reenvía nada.",
    parkedMeans: "Ahora: solo una persona puede decir si el efecto existe.",
    person: "Para una persona",
    course: "Evolución",
    otherRules: { "\($1) \($0 == 1 ? "regla más" : "reglas más")" },
    latency: "Cuánto tardó",
    latencyMeans: "Desde el primer momento en que la regla pudo actuar sobre la tarea hasta que quedó atendida.",
    tasks: "Tareas",
    median: "Mediana",
    ninety: "90 %",
    ninetyNine: "99 %",
    slowest: "La más lenta",
    allRules: "Todas las reglas",
    budget: "Solicitudes al servidor",
    call: "Operación",
    used: "En uso",
    byOthers: "De otros",
    lastHour: "Última hora",
    attempts: "En el período",
    waitingCalls: "En espera",
    nextFree: "Próxima libre",
    now: "ahora",
    onAnswer: "al responder",
    endpoint: { endpoint in
      switch endpoint {
      case .list: "listar"
      case .detail: "leer una tarea"
      case .complete: "completar"
      case .reassign: "reasignar"
      case .login: "iniciar sesión"
      }
    },
    gauge: { "\($0) de \($1) en uso" },
    glossary: "Qué significan las palabras",
    made: { "Elaborado por \($0) a partir de su diario, \($1)." },
    trail: { "Registro de auditoría: línea \($0), hash \($1)." },
    decisionsSince: { "Lo observado, bloqueado u omitido antes del \($0) ya no está en el diario." },
    scrollable: { "\($0), tabla" })
}

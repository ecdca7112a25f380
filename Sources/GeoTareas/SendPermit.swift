/// The last word on a request: asked once, when the connection stands and before the first byte goes out.
///
/// Nil when the request may go, otherwise why not, in words for people. Called on the transport's thread: must be
/// quick and must not wait. A request held back ends as `cancelled`, provably not sent.
package typealias SendPermit = @Sendable () -> String?

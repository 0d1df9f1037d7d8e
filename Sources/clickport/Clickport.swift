#if Network
import AsyncHTTPClient
import Hummingbird
#endif
@main enum Clickport { static func main() { print("x") } }

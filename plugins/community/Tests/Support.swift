import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import Testing

@testable import CommunityPlugin

let detect = community.stages[0]
let links = community.stages[1]
let spread = community.stages[2]

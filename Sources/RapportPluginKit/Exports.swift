// An author imports the kit alone: what a stage is made of comes with it.
@_exported public import RapportContract
@_exported public import RapportDiagnostics
@_exported public import RapportTable
@_exported public import RapportWork

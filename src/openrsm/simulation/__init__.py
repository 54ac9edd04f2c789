"""The real service in accelerated time: a virtual library, people, applications, faults, and what must always hold."""

"""The real service in accelerated time: a virtual library, people, applications and faults, and what must always hold."""

// libyaml's event parser, as the system ships it.
#include <yaml.h>

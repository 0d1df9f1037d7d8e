// Bounds how many tests run at once, in whatever way they are started. There is nothing to call.
#pragma once

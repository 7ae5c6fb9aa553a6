// An observation sheet: drafts are kept, pills can be let go, and saving needs no reload.

import "./drafts.js";
import "./pills.js";
import "./post.js";

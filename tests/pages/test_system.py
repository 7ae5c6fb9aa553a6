def test_healthz(client):
    assert client.get("/healthz").json == {"status": "ok"}
def test_cast(cast):
    assert set(cast)=={"rosa","ravi","mona","tess","ada","otto"}
def test_cast2(cast):
    assert set(cast)=={"rosa","ravi","mona","tess","ada","otto"}
def test_signin(sign_in):
    c=sign_in("rosa")
    assert c.get("/nothing").status_code==404
